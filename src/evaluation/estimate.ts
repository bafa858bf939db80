import type { Bounds } from './rate-bounds.ts';

/** A value with 95 % bounds. */
export interface Estimate {
  readonly value: number;
  readonly bounds: Bounds;
}
