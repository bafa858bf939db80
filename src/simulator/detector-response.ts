import type { Energy } from '../domain/plane.ts';
import type { FanBeam } from './fan-beam.ts';
import type { Random } from './random.ts';
import type { ScannerPreset } from './scanner-presets.ts';

/**
 * What the array reads for one energy, row-major: scatter, blur, quantum noise, dose and gain errors, electronic noise,
 * and the converter's steps, in this order.
 */
export function readOut(
  transmission: Float64Array,
  energy: Energy,
  fan: FanBeam,
  scanner: ScannerPreset,
  random: Random,
): Uint16Array<ArrayBuffer> {
  const { columns, rows } = fan;
  const signal = blur(addScatter(transmission, fan, scanner), fan, scanner.blurRatio);
  const quanta = scanner.openBeamQuanta[energy];
  const gains = Float64Array.from({ length: rows }, () => 1 + scanner.gainDeviation * random.normal());
  const readings = new Uint16Array(columns * rows);
  for (let column = 0; column < columns; column++) {
    const dose = 1 + scanner.doseDeviation * random.normal();
    for (let row = 0; row < rows; row++) {
      const mean = (signal[column * rows + row] ?? 0) * dose * quanta;
      const detected = (random.poisson(mean) / quanta) * (gains[row] ?? 1);
      const reading = detected * scanner.airReading + scanner.electronicNoise * random.normal();
      readings[row * columns + column] = convert(reading, quanta, scanner);
    }
  }
  return readings;
}

function addScatter(transmission: Float64Array, { columns, rows }: FanBeam, scanner: ScannerPreset): Float64Array {
  const columnMeans = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += transmission[column * rows + row] ?? 0;
    columnMeans[column] = sum / rows;
  }
  const reach = Math.max(1, Math.round(20 / scanner.pitchCm));
  const signal = new Float64Array(transmission.length);
  for (let column = 0; column < columns; column++) {
    const from = Math.max(0, column - reach);
    const to = Math.min(columns, column + reach + 1);
    let sum = 0;
    for (let neighbour = from; neighbour < to; neighbour++) sum += columnMeans[neighbour] ?? 0;
    const scatter = Math.min(scanner.scatterCeiling, (scanner.scatterRatio * sum) / (to - from));
    for (let row = 0; row < rows; row++) {
      signal[column * rows + row] = (transmission[column * rows + row] ?? 0) + scatter;
    }
  }
  return signal;
}

/** A three-tap blur in both directions that keeps the sum away from the edges and repeats the edge itself. */
function blur(signal: Float64Array, { columns, rows }: FanBeam, ratio: number): Float64Array {
  const alongRows = new Float64Array(signal.length);
  const centre = 1 - 2 * ratio;
  for (let column = 0; column < columns; column++) {
    const offset = column * rows;
    for (let row = 0; row < rows; row++) {
      const above = signal[offset + Math.max(0, row - 1)] ?? 0;
      const below = signal[offset + Math.min(rows - 1, row + 1)] ?? 0;
      alongRows[offset + row] = centre * (signal[offset + row] ?? 0) + ratio * (above + below);
    }
  }
  const blurred = new Float64Array(signal.length);
  for (let column = 0; column < columns; column++) {
    const left = Math.max(0, column - 1) * rows;
    const right = Math.min(columns - 1, column + 1) * rows;
    for (let row = 0; row < rows; row++) {
      const sides = (alongRows[left + row] ?? 0) + (alongRows[right + row] ?? 0);
      blurred[column * rows + row] = centre * (alongRows[column * rows + row] ?? 0) + ratio * sides;
    }
  }
  return blurred;
}

function convert(reading: number, quanta: number, scanner: ScannerPreset): number {
  const positive = Math.max(0, reading);
  let step = 1;
  if (scanner.stepPerNoise > 0) {
    const noise = Math.sqrt((positive * scanner.airReading) / quanta);
    while (step * 2 <= noise * scanner.stepPerNoise) step *= 2;
  }
  return Math.min(65_535, Math.floor(positive / step + 0.5) * step);
}
