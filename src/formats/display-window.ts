import type { Plane } from '../domain/scan/plane.ts';

/** The air around a container fills at least this share of the brightest readings; what is above it is noise. */
const AIR_QUANTILE = 0.995;
/** A square root lifts dark cargo: a transmission of 4 % is shown at 20 % of the brightness. */
const GAMMA = 0.5;

/**
 * A plane's readings as 8-bit grey for people to look at. 8-bit planes were windowed by their sender and stay as they
 * are; 16-bit planes are scaled to the air level and lifted by a square root.
 */
export function toDisplayGrey(plane: Plane): Uint8Array {
  if (plane.bitDepth === 8) return plane.samples;
  const table = displayTable(airLevelOf(plane.samples));
  return Uint8Array.from(plane.samples, (reading) => table[reading] ?? 0);
}

function displayTable(airLevel: number): Uint8Array {
  return Uint8Array.from({ length: 65_536 }, (_, reading) =>
    Math.round(255 * Math.min(1, reading / airLevel) ** GAMMA),
  );
}

function airLevelOf(samples: Uint16Array): number {
  const counts = new Uint32Array(65_536);
  for (const reading of samples) counts[reading] = (counts[reading] ?? 0) + 1;
  let remaining = samples.length * (1 - AIR_QUANTILE);
  let level = 65_535;
  while (level > 1 && remaining >= (counts[level] ?? 0)) {
    remaining -= counts[level] ?? 0;
    level -= 1;
  }
  return level;
}
