import type { Channel } from './channels.ts';

/**
 * The least transmission that is told apart: one step of a 16-bit scale. A reading of 0 counts as this, so attenuation
 * ends at ln 65,535 ≈ 11.09.
 */
const LEAST_TRANSMISSION = 1 / 65_535;

/** ln of each 16-bit reading; a reading of 0 has the logarithm of a fraction, bounded by `LEAST_TRANSMISSION`. */
const LN_OF_READING = Float32Array.from({ length: 65_536 }, (_, reading) =>
  reading === 0 ? Number.NEGATIVE_INFINITY : Math.log(reading),
);

/** Attenuation of each reading, for an open-beam reading of `airLevel`: 0 in air and above, at most 11.09. */
export function attenuationTable(bitDepth: 8 | 16, airLevel: number): Float32Array {
  const table = new Float32Array(bitDepth === 8 ? 256 : 65_536);
  const lnAir = Math.log(airLevel);
  const highest = -Math.log(LEAST_TRANSMISSION);
  for (let reading = 0; reading < table.length; reading++) {
    table[reading] = Math.min(highest, Math.max(0, lnAir - (LN_OF_READING[reading] ?? 0)));
  }
  return table;
}

/** The normalised value of each reading for a channel of one energy. The ratio is of two readings: see `fillRatio`. */
export function channelTable(
  { plane, mean, std }: Exclude<Channel, { plane: 'ratio' }>,
  bitDepth: 8 | 16,
  airLevel: number,
): Float32Array {
  const table = attenuationTable(bitDepth, airLevel);
  for (let reading = 0; reading < table.length; reading++) {
    const value = plane === 'attenuation' ? (table[reading] ?? 0) : Math.min(1, reading / airLevel);
    table[reading] = (value - mean) / std;
  }
  return table;
}
