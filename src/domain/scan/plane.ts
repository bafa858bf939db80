/** `high` or `low`: which accelerating voltage made the plane. A single-energy scanner has `high` only. */
export const ENERGIES = ['high', 'low'] as const;
export type Energy = (typeof ENERGIES)[number];

interface PlaneSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * One energy's picture of a view: detector readings, row-major from the top left, where bright means that much came
 * through (air is the brightest). 16-bit readings are those of the file, to the bit.
 */
export type Plane =
  | (PlaneSize & { readonly bitDepth: 8; readonly samples: Uint8Array })
  | (PlaneSize & { readonly bitDepth: 16; readonly samples: Uint16Array });
