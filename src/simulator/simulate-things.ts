import type { ThreatPlace } from '../domain/scan/sample.ts';
import { type ArealDensity, projectSolids } from './areal-density.ts';
import { CONTAINER_TYPES } from './containers/container-types.ts';
import { expectSignal } from './detector-response.ts';
import { columnAt, someColumns } from './fan-beam.ts';
import { addGrain } from './goods-grain.ts';
import { hideThreat, type LadenContainer, strew } from './laden-container.ts';
import { outlineThreat, type SimulatedThreat } from './outline-threat.ts';
import { createRandom, type Random } from './random.ts';
import type { ScannerPreset } from './scanner-preset.ts';
import { SCANNER_PRESETS } from './scanner-presets.ts';
import { readScan, type ScanOrder, type Shooting, type SimulatedScan, setUp } from './simulate-scan.ts';
import { type Solid, type Span, spanAlongLane } from './solid.ts';
import { drawThreat, suits } from './threats/draw-threat.ts';
import type { ThreatWish } from './threats/place-threat.ts';
import { THREAT_CATEGORIES } from './threats/threat-kinds.ts';
import { type Transmission, transmit } from './transmission.ts';

/** One thing more in a container, and what it changes in the scan, without noise. */
export interface SimulatedThing {
  /** The scan's columns that it changes, and some on each side; the last is not among them. */
  readonly columns: Span;
  /** What reaches the elements there without it and with it, in open beams, column after column. */
  readonly before: Transmission;
  readonly after: Transmission;
  /** What is known of it, its mask and box in these columns alone; null of what is no threat. */
  readonly threat: SimulatedThreat | null;
}

/** How many of each; some find no room. */
interface ThingsWish {
  readonly threats: number;
  readonly others: number;
}

/** Columns on each side of a thing that its blur may reach. */
const MARGIN_PX = 3;
/** Threats among goods are the hard ones; and a container with a unit or a false wall is not to have most of its threats there. */
const PLACE_WEIGHTS: Readonly<Record<ThreatPlace, number>> = {
  'behind-doors': 0.55,
  'refrigeration-unit': 2.5,
  'false-wall': 0.8,
  'false-floor': 0.6,
  roof: 0.8,
  'between-goods': 3.2,
  'inside-goods': 1.8,
};

/**
 * The scan of an order without any threat, and beside it many threats and other things that its container could hold, each
 * by itself: all but the few columns that one changes is simulated once.
 */
export function simulateThings(
  order: ScanOrder,
  { threats, others }: ThingsWish,
  scanner: ScannerPreset = SCANNER_PRESETS[order.scanner],
): { readonly scan: SimulatedScan; readonly things: readonly SimulatedThing[] } {
  const shooting = setUp({ ...order, threat: null }, scanner);
  const { spectra, fan, scene } = shooting;
  const transmission = transmit(shooting.densities, spectra, fan.columns * fan.rows);
  const random = createRandom(order.seed, 'things');
  const hidden = Array.from({ length: threats }, (_, index) => {
    const own = random.fork(`threat-${index}`);
    const threat = hideThreat(scene.threatened, drawThreatIn(scene, own), own.fork('place'));
    return changeBy(shooting, transmission, threat.solids, threat.removed, (benign, part) =>
      outlineThreat(threat, benign, part, spectra, scanner.penetrationLimit),
    );
  });
  const strewn = Array.from({ length: others }, (_, index) =>
    changeBy(shooting, transmission, strew(scene.threatened, random.fork(`other-${index}`)), [], () => null),
  );
  return {
    scan: readScan(shooting, transmission, null),
    things: [...hidden, ...strewn].filter((thing) => thing !== null),
  };
}

function drawThreatIn({ threatened, cargo }: Shooting['scene'], random: Random): ThreatWish {
  const mayHideAt = (place: ThreatPlace) => suits(place, cargo) && has(threatened, place);
  const category = random.pick(THREAT_CATEGORIES);
  return drawThreat({ category, heaviness: random.unit(), mayHideAt, weights: PLACE_WEIGHTS }, random);
}

function has({ type, hold }: LadenContainer, place: ThreatPlace): boolean {
  const { build } = CONTAINER_TYPES[type];
  switch (place) {
    case 'refrigeration-unit':
      return build === 'reefer';
    case 'roof':
      return build !== 'open-top';
    case 'false-wall':
      return hold.cavities.frontCm > 0;
    case 'false-floor':
      return build !== 'reefer';
    default:
      return true;
  }
}

/**
 * What solids change in a scene that is known without them. Null where no ray meets them.
 *
 * @param transmission - what comes through the scene without them.
 * @param outline - what is to be known of them, given the columns that they change.
 */
export function changeBy(
  { fan, scanner, spectra, random, benign }: Shooting,
  { high, low }: Transmission,
  solids: readonly Solid[],
  removed: readonly Solid[],
  outline: (benign: ArealDensity, part: Shooting['fan']) => SimulatedThreat | null,
): SimulatedThing | null {
  if (solids.length === 0) return null;
  const spans = solids.map(({ shape }) => spanAlongLane(shape));
  const first = Math.max(0, columnAt(fan, Math.min(...spans.map(([from]) => from))) - MARGIN_PX);
  const end = Math.min(fan.columns, columnAt(fan, Math.max(...spans.map(([, to]) => to))) + 1 + MARGIN_PX);
  if (end <= first) return null;
  const part = someColumns(fan, first, end);
  const [from, to] = [first * fan.rows, end * fan.rows];
  const without = new Map([...benign].map(([material, sums]) => [material, sums.subarray(from, to)]));
  const laden = addGrain(projectSolids([...removed, ...solids], part, without), part, random.fork('grain'));
  const through = transmit(laden, spectra, to - from);
  const signal = (transmission: Float64Array) => expectSignal(transmission, part, scanner);
  const both = (highs: Float64Array, lows: Float64Array | undefined): Transmission =>
    lows === undefined ? { high: signal(highs) } : { high: signal(highs), low: signal(lows) };
  const threat = outline(without, part);
  if (threat !== null && threat.box.width === 0) return null;
  return {
    columns: [first, end],
    before: both(high.subarray(from, to), low?.subarray(from, to)),
    after: both(through.high, through.low),
    threat,
  };
}
