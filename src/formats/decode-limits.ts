/** What decoding may cost at most; checked on the headers, before a pixel is decoded. */
export interface DecodeLimits {
  /** Pixels of one plane of a view. */
  readonly maxViewPixels: number;
  /** Pixels of all planes of a scan together. */
  readonly maxScanPixels: number;
  /** Width and height of a view: as many pixels in one line take half a minute. */
  readonly maxSidePx: number;
}

/**
 * The largest views known (a 20 m vehicle at 2 mm pitch) are about 10,000 × 3,000 pixels: twice that is let in. A whole
 * scan may hold such a view in both energies, 240 MB at 16 bits in each worker, whatever the files' compression claims.
 * A side may be ten times as long.
 */
export const DEFAULT_DECODE_LIMITS: DecodeLimits = {
  maxViewPixels: 60_000_000,
  maxScanPixels: 120_000_000,
  maxSidePx: 100_000,
};
