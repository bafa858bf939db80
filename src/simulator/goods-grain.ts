import type { ArealDensity } from './areal-density.ts';
import { exp, log } from './elementary.ts';
import { type FanBeam, middleOf } from './fan-beam.ts';
import type { MaterialName } from './materials.ts';
import type { Random } from './random.ts';

/** What is packed, poured or grown, hence never even. Metals, liquids and threats are even. */
const GRAINY: ReadonlySet<MaterialName> = new Set([
  'wood',
  'cardboard',
  'polyethylene',
  'rubber',
  'sugar',
  'rice',
  'meat',
  'ceramic',
]);

const LEAST_DEVIATION = 0.02;
const LARGEST_DEVIATION = 0.16;
/** What no grain takes more than. */
const LARGEST_LACK = 0.6;
/** From this areal density on, g/cm², grains behind one another even each other out, as the root of their number. */
const EVENING_G_PER_CM2 = 60;
const LATTICE = 64;

/** One size of grain. */
interface Octave {
  readonly sizeCm: number;
  readonly share: number;
  /** Normal numbers on a lattice that repeats, far beyond where an eye would see it; line after line upright. */
  readonly lattice: Float64Array;
  /** Per row of the picture: the lattice's points above and below, and how far the row lies between them. */
  readonly above: Uint16Array;
  readonly below: Uint16Array;
  readonly between: Float64Array;
}

/**
 * The same ray sums with the unevenness of real goods in them: a field of two sizes of grain, some per cent of the mass on
 * each ray. It is drawn once a scan and hangs on the lane and on the rows, so that a scan with a threat has the grain of the
 * scan without.
 */
export function addGrain(densities: ArealDensity, fan: FanBeam, random: Random): ArealDensity {
  const deviation = LEAST_DEVIATION * exp(random.unit() * log(LARGEST_DEVIATION / LEAST_DEVIATION));
  const octaves = [
    drawOctave(random.between(12, 40), 0.8, fan, random),
    drawOctave(random.between(2.5, 9), 0.6, fan, random),
  ] as const;
  const grainy = [...densities].filter(([material]) => GRAINY.has(material));
  const uneven = new Map(densities);
  for (const [material, sums] of grainy) uneven.set(material, sums.slice());
  const layers = grainy.map(([material]) => uneven.get(material) ?? new Float32Array());
  const field = new Float64Array(fan.rows);
  for (let column = 0; column < fan.columns; column++) {
    const offset = column * fan.rows;
    field.fill(0);
    for (const octave of octaves) addOctave(field, octave, middleOf(fan, column) - fan.leftCm);
    for (const sums of layers) {
      for (let row = 0; row < fan.rows; row++) {
        const mass = sums[offset + row] ?? 0;
        if (mass <= 0) continue;
        const evened = Math.sqrt(1 + mass / EVENING_G_PER_CM2);
        sums[offset + row] = mass * Math.max(1 - LARGEST_LACK, 1 + (deviation * (field[row] ?? 0)) / evened);
      }
    }
  }
  return uneven;
}

function drawOctave(sizeCm: number, share: number, { rows, pitchCm }: FanBeam, random: Random): Octave {
  const lattice = Float64Array.from({ length: LATTICE * LATTICE }, random.normal);
  const above = new Uint16Array(rows);
  const below = new Uint16Array(rows);
  const between = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const y = (row * pitchCm) / sizeCm;
    const point = Math.floor(y);
    above[row] = point % LATTICE;
    below[row] = (point + 1) % LATTICE;
    between[row] = smooth(y - point);
  }
  return { sizeCm, share, lattice, above, below, between };
}

/** Adds one column of an octave, smooth between the lattice's points in both directions. */
function addOctave(field: Float64Array, { sizeCm, share, lattice, above, below, between }: Octave, xCm: number): void {
  const x = xCm / sizeCm;
  const left = Math.floor(x);
  const leftLine = (left % LATTICE) * LATTICE;
  const rightLine = ((left + 1) % LATTICE) * LATTICE;
  const across = smooth(x - left);
  const line = Float64Array.from({ length: LATTICE }, (_, point) =>
    mix(lattice[leftLine + point] ?? 0, lattice[rightLine + point] ?? 0, across),
  );
  for (let row = 0; row < field.length; row++) {
    const value = mix(line[above[row] ?? 0] ?? 0, line[below[row] ?? 0] ?? 0, between[row] ?? 0);
    field[row] = (field[row] ?? 0) + share * value;
  }
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** Perlin's fade: starts and ends level. */
function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}
