import { block } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Block, Solid, Span } from '../solid.ts';

/**
 * Room that goods leave free behind fittings that a benign container may have too: a bulkhead before the front wall, a
 * raised floor on sleepers, a lining under the roof. Depths in centimetres; 0 where there is none.
 */
export interface Cavities {
  readonly frontCm: number;
  readonly floorCm: number;
  readonly roofCm: number;
}

export const NO_CAVITIES: Cavities = { frontCm: 0, floorCm: 0, roofCm: 0 };

const DEPTHS_CM = { frontCm: [16, 42], floorCm: [10, 17], roofCm: [8, 16] } as const;
/** How often a container has one whether it hides something or not. */
const SHARES = { frontCm: 0.1, floorCm: 0.06, roofCm: 0.05 } as const;
const SHEET_CM = 1.6;
const SLEEPER_CM = 9;

/** Most containers have none. `certain` names a cavity that must be there. */
export function drawCavities(random: Random, certain: keyof Cavities | null = null): Cavities {
  const depth = (which: keyof Cavities) => {
    const isThere = random.chance(SHARES[which]);
    const cm = random.between(DEPTHS_CM[which][0], DEPTHS_CM[which][1]);
    return isThere || which === certain ? Math.round(cm) : 0;
  };
  return { frontCm: depth('frontCm'), floorCm: depth('floorCm'), roofCm: depth('roofCm') };
}

/** What is left for goods. */
export function spaceBeside({ x, y, z }: CargoSpace, { frontCm, floorCm, roofCm }: Cavities): CargoSpace {
  return { x: [x[0] + frontCm, x[1]], y: [y[0] + floorCm, y[1] - roofCm], z };
}

/** Bulkhead, sleepers with their deck, and roof lining. */
export function buildCavities({ x, y, z }: CargoSpace, cavities: Cavities): readonly Solid[] {
  const { frontCm, floorCm, roofCm } = cavities;
  const solids: Solid[] = [];
  if (frontCm > 0) {
    const panel: Span = [x[0] + frontCm - SHEET_CM, x[0] + frontCm];
    solids.push(block('wood', panel, y, z));
    for (const share of [0.03, 0.5, 0.97]) {
      const depth = z[0] + share * (z[1] - z[0]);
      solids.push(block('wood', [panel[0] - 4, panel[0]], y, [depth - 4, depth + 4]));
    }
  }
  if (floorCm > 0) {
    const deck: Span = [y[0] + floorCm - SHEET_CM, y[0] + floorCm];
    solids.push(block('wood', x, deck, z));
    for (const sleeper of sleepersIn(x)) solids.push(block('wood', sleeper, [y[0], deck[0]], z, 0.9));
  }
  if (roofCm > 0) {
    solids.push(block('wood', x, [y[1] - roofCm, y[1] - roofCm + 0.8], z));
    for (const batten of sleepersIn(x)) solids.push(block('wood', batten, [y[1] - roofCm + 0.8, y[1]], z, 0.12));
  }
  return solids;
}

/** Rooms between the sleepers of a raised floor; none where the floor is not raised. */
export function baysUnderDeck({ x, y, z }: CargoSpace, { floorCm }: Cavities): readonly Block[] {
  if (floorCm === 0) return [];
  const sleepers = sleepersIn(x);
  return sleepers.slice(1).map((sleeper, index) => ({
    x: [(sleepers[index]?.[1] ?? x[0]) + 0.5, sleeper[0] - 0.5],
    y: [y[0], y[0] + floorCm - SHEET_CM],
    z: [z[0] + 2, z[1] - 2],
  }));
}

function sleepersIn(x: Span): readonly Span[] {
  const count = Math.max(2, Math.round((x[1] - x[0]) / 68));
  const step = (x[1] - x[0] - SLEEPER_CM) / (count - 1);
  return Array.from({ length: count }, (_, index) => [x[0] + index * step, x[0] + index * step + SLEEPER_CM] as const);
}
