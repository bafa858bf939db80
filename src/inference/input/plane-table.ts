import type { Channel } from '../model/channels.ts';

/**
 * What a reading of 0 counts as: half a step of the plane's own scale. So attenuation ends at ln 510 ≈ 6.2 for 8 bits and
 * about 11.7 for 16, and black lies as far from the darkest grey as that lies from the next, not in a depth of its own.
 */
const READING_OF_NOTHING = 0.5;

/** ln of each 16-bit reading. */
const LN_OF_READING = Float32Array.from({ length: 65_536 }, (_, reading) => Math.log(reading || READING_OF_NOTHING));

/** Attenuation of each reading, for an open-beam reading of `airLevel`: 0 in air and above. */
export function attenuationTable(bitDepth: 8 | 16, airLevel: number): Float32Array {
  const table = new Float32Array(bitDepth === 8 ? 256 : 65_536);
  const lnAir = Math.log(airLevel);
  for (let reading = 0; reading < table.length; reading++) {
    table[reading] = Math.max(0, lnAir - (LN_OF_READING[reading] ?? 0));
  }
  return table;
}

/** Transmission of each reading, for an open-beam reading of `airLevel`: 1 in air and above. */
function transmissionTable(bitDepth: 8 | 16, airLevel: number): Float32Array {
  const table = new Float32Array(bitDepth === 8 ? 256 : 65_536);
  for (let reading = 0; reading < table.length; reading++) table[reading] = Math.min(1, reading / airLevel);
  return table;
}

const TABLE_OF_PLANE = { attenuation: attenuationTable, transmission: transmissionTable } as const;

/** The normalised value of each reading for a channel of one energy. The ratio is of two readings and has no table. */
export function channelTable(
  { plane, mean, std }: Exclude<Channel, { plane: 'ratio' }>,
  bitDepth: 8 | 16,
  airLevel: number,
): Float32Array {
  const table = TABLE_OF_PLANE[plane](bitDepth, airLevel);
  if (mean === 0 && std === 1) return table;
  for (let reading = 0; reading < table.length; reading++) table[reading] = ((table[reading] ?? 0) - mean) / std;
  return table;
}
