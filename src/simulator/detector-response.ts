import type { FanBeam } from './fan-beam.ts';
import type { Random } from './random.ts';
import type { ScannerPreset } from './scanner-preset.ts';

/** What one energy's beam gives the array to count. */
export interface DetectedBeam {
  /** Transmission of each pixel, column after column. */
  readonly transmission: Float64Array;
  /** Quanta that one element detects in the open beam during one pulse. */
  readonly openBeamQuanta: number;
}

const FULL_SCALE = 65_535;
/** Fewer quanta than these are counted one by one; of more, the noise is normal, and the electronics' joins it. */
const FEW_QUANTA = 40;

/**
 * What a faultless array reads for one energy, row-major in 16 bits: scatter, blur, quantum noise, electronic noise and
 * the converter's steps, in this order.
 */
export function readOut(
  { transmission, openBeamQuanta }: DetectedBeam,
  fan: FanBeam,
  scanner: ScannerPreset,
  random: Random,
): Uint16Array<ArrayBuffer> {
  const { columns, rows } = fan;
  const { airReading, electronicNoise } = scanner;
  const electronicVariance = electronicNoise * electronicNoise;
  const perQuantum = airReading / openBeamQuanta;
  const fewQuanta = FEW_QUANTA * perQuantum;
  const readings = new Uint16Array(columns * rows);
  eachExpectedColumn(transmission, fan, scanner, (column, signals) => {
    for (let row = 0; row < rows; row++) {
      const signal = signals[row] ?? 0;
      const expected = signal * airReading;
      const reading =
        expected < fewQuanta
          ? random.poisson(signal * openBeamQuanta) * perQuantum + electronicNoise * random.normal()
          : expected + Math.sqrt(expected * perQuantum + electronicVariance) * random.normal();
      readings[row * columns + column] = reading < 0 ? 0 : reading > FULL_SCALE ? FULL_SCALE : reading + 0.5;
    }
  });
  return readings;
}

/** What reaches each element without any noise, in open beams and column after column: with scatter, and blurred. */
export function expectSignal(transmission: Float64Array, fan: FanBeam, scanner: ScannerPreset): Float64Array {
  const signal = new Float64Array(fan.columns * fan.rows);
  eachExpectedColumn(transmission, fan, scanner, (column, signals) => signal.set(signals, column * fan.rows));
  return signal;
}

/** Tells the signal of each column in turn; what it is told in is used again for the next one. */
function eachExpectedColumn(
  transmission: Float64Array,
  fan: FanBeam,
  scanner: ScannerPreset,
  tell: (column: number, signals: Float64Array) => void,
): void {
  const { columns, rows } = fan;
  const { blurRatio } = scanner;
  const scatter = scatterPerColumn(transmission, fan, scanner);
  const centre = 1 - 2 * blurRatio;
  const columnBlurred = (column: number, into: Float64Array) =>
    blurColumn(
      transmission,
      Math.min(columns - 1, column) * rows,
      scatter[Math.min(columns - 1, column)] ?? 0,
      blurRatio,
      into,
    );
  const signals = new Float64Array(rows);
  let before = new Float64Array(rows);
  let current = new Float64Array(rows);
  let after = new Float64Array(rows);
  columnBlurred(0, before);
  columnBlurred(0, current);
  for (let column = 0; column < columns; column++) {
    columnBlurred(column + 1, after);
    for (let row = 0; row < rows; row++) {
      signals[row] = centre * (current[row] ?? 0) + blurRatio * ((before[row] ?? 0) + (after[row] ?? 0));
    }
    tell(column, signals);
    [before, current, after] = [current, after, before];
  }
}

/** Scatter that each column's elements see: a share of the mean signal of the columns around, up to the ceiling. */
function scatterPerColumn(
  transmission: Float64Array,
  { columns, rows }: FanBeam,
  scanner: ScannerPreset,
): Float64Array {
  const sumsUpTo = new Float64Array(columns + 1);
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += transmission[column * rows + row] ?? 0;
    sumsUpTo[column + 1] = (sumsUpTo[column] ?? 0) + sum / rows;
  }
  const reach = Math.max(1, Math.round(20 / scanner.pitchCm));
  return Float64Array.from({ length: columns }, (_, column) => {
    const from = Math.max(0, column - reach);
    const to = Math.min(columns, column + reach + 1);
    const mean = ((sumsUpTo[to] ?? 0) - (sumsUpTo[from] ?? 0)) / (to - from);
    return Math.min(scanner.scatterCeiling, scanner.scatterRatio * mean);
  });
}

/** One column with its scatter, blurred by three taps along itself; the ends repeat. */
function blurColumn(
  transmission: Float64Array,
  offset: number,
  scatter: number,
  ratio: number,
  blurred: Float64Array,
): void {
  const rows = blurred.length;
  const centre = 1 - 2 * ratio;
  let above = transmission[offset] ?? 0;
  let here = above;
  for (let row = 0; row < rows; row++) {
    const below = row + 1 < rows ? (transmission[offset + row + 1] ?? 0) : here;
    blurred[row] = scatter + centre * here + ratio * (above + below);
    above = here;
    here = below;
  }
}
