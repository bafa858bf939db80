/** What decoding may cost at most; checked on the headers, before a pixel is decoded. */
export interface DecodeLimits {
  /** Pixels of one plane of a view. */
  readonly maxViewPixels: number;
  /** Pixels of all planes of a scan together. */
  readonly maxScanPixels: number;
  /** Bytes of a view's samples while one of its planes is decoded, as `PageHeader` counts them. */
  readonly maxDecodeBytes: number;
  /** Width and height of a view: as many pixels in one line take half a minute. */
  readonly maxSidePx: number;
}

/**
 * The largest views known (a 20 m vehicle at 2 mm pitch) are about 10,000 × 3,000 pixels: twice that is let in. A whole
 * scan may hold such a view in both energies, 240 MB at 16 bits, and one of them is decoded through three channels of
 * 16 bits. What a scan leaves behind goes when the memory is needed, during the next one: one after the other they hold
 * up to 0.6 GB in each worker where they are grey, 1.35 GB where they are colours, whatever the files' compression claims
 * (measured on Node 20, docs/performance/memory.md). A side may be ten times as long.
 */
export const DEFAULT_DECODE_LIMITS: DecodeLimits = {
  maxViewPixels: 60_000_000,
  maxScanPixels: 120_000_000,
  maxDecodeBytes: 360_000_000,
  maxSidePx: 100_000,
};
