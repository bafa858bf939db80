import { block } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Block, Solid, Span } from '../solid.ts';
import { CONTAINER_WIDTH_CM } from './container-types.ts';

interface Underside {
  readonly solids: readonly Solid[];
  /** Free room between neighbouring cross-members, under the floor. */
  readonly bays: readonly Block[];
}

const ACROSS: Span = [4, CONTAINER_WIDTH_CM - 4];
/** The goose-neck of a chassis reaches this far under a 40-ft container, in a tunnel of this width. */
const TUNNEL_LENGTH_CM = 330;
const TUNNEL: Span = [CONTAINER_WIDTH_CM / 2 - 51.5, CONTAINER_WIDTH_CM / 2 + 51.5];
const MEMBER_TOP_CM = 14.7;

/** Cross-members, with a goose-neck tunnel (40 ft and longer) or fork pockets (20 ft). */
export function buildUnderside(lengthCm: number, random: Random): Underside {
  const solids: Solid[] = [];
  const bays: Block[] = [];
  const spacing = random.between(28, 34);
  const isLong = lengthCm > 700;
  const pockets = isLong || random.chance(0.3) ? [] : forkPockets(lengthCm);
  for (const pocket of pockets) solids.push(...buildForkPocket(pocket));
  for (let x = 20; x < lengthCm - 20; x += spacing) {
    if (pockets.some((pocket) => x + 4.5 > pocket[0] && x < pocket[1])) continue;
    const inTunnel = isLong && x < TUNNEL_LENGTH_CM;
    const parts: readonly Span[] = inTunnel
      ? [
          [ACROSS[0], TUNNEL[0]],
          [TUNNEL[1], ACROSS[1]],
        ]
      : [ACROSS];
    solids.push(...parts.flatMap((z) => buildMember(x, z)));
    // Over the tunnel the floor rests on a plate.
    if (inTunnel) solids.push(block('steel', [x, x + spacing], [14.2, MEMBER_TOP_CM], TUNNEL, 0.8));
    const next = x + spacing;
    if (!inTunnel && next < lengthCm - 20 && !pockets.some((pocket) => next > pocket[0] - 5 && x < pocket[1])) {
      bays.push({ x: [x + 5, next - 0.3], y: [3, 14.2], z: [8, CONTAINER_WIDTH_CM - 8] });
    }
  }
  if (isLong) solids.push(...buildTunnel());
  return { solids, bays };
}

function buildMember(x: number, z: Span): readonly Solid[] {
  return [
    block('steel', [x, x + 0.45], [2.5, MEMBER_TOP_CM], z),
    block('steel', [x, x + 4.5], [14.3, MEMBER_TOP_CM], z, 0.5),
    block('steel', [x, x + 4.5], [2.5, 2.9], z, 0.5),
  ];
}

function buildTunnel(): readonly Solid[] {
  return [
    ...TUNNEL.map((z) => block('steel', [12, TUNNEL_LENGTH_CM], [2, MEMBER_TOP_CM], [z - 0.25, z + 0.25])),
    block('steel', [TUNNEL_LENGTH_CM, TUNNEL_LENGTH_CM + 1.2], [2, MEMBER_TOP_CM], TUNNEL, 0.8),
    block('steel', [TUNNEL_LENGTH_CM, TUNNEL_LENGTH_CM + 9], [2, 2.6], ACROSS, 0.6),
  ];
}

/** Two pockets 36 cm wide, 205 cm apart. */
function forkPockets(lengthCm: number): readonly Span[] {
  return [-102.5, 102.5].map((from) => [lengthCm / 2 + from - 18, lengthCm / 2 + from + 18]);
}

function buildForkPocket([from, to]: Span): readonly Solid[] {
  return [
    block('steel', [from, from + 0.6], [1.5, MEMBER_TOP_CM], ACROSS),
    block('steel', [to - 0.6, to], [1.5, MEMBER_TOP_CM], ACROSS),
    block('steel', [from, to], [MEMBER_TOP_CM - 0.6, MEMBER_TOP_CM], ACROSS, 0.7),
    ...[ACROSS[0], ACROSS[1] - 20].map((z) => block('steel', [from, to], [1.5, 2.1], [z, z + 20])),
  ];
}
