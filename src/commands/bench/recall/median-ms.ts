import { type Static, Type } from 'typebox';
import { medianOf } from '../../../evaluation/median.ts';
import { Amount, Bounds, closed } from '../../files/schema-parts.ts';

/** A median of times with its bounds, as reports hold it. */
export const MedianMs = Type.Object(
  {
    medianMs: Amount,
    bounds: Bounds,
    n: Type.Integer({ minimum: 1 }),
  },
  { ...closed, description: 'With 95 % bounds of the median from order statistics.' },
);
export type MedianMs = Static<typeof MedianMs>;

/** Throws a RangeError where there are too few values for bounds. */
export function medianMs(values: readonly number[]): MedianMs {
  const { median, bounds, n } = medianOf(values);
  return { medianMs: median, bounds: [...bounds], n };
}
