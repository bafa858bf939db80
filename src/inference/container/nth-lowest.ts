import { selectNth } from '../../domain/language/select-nth.ts';

/**
 * The value that would stand at `nth` (from 0) were the first `count` values sorted; 0 of none. Reorders them, without
 * sorting them all, in a third of the time.
 */
export function nthLowest(values: Float32Array, count: number, nth: number): number {
  selectNth(values, count, nth);
  return count > 0 ? (values[nth] ?? 0) : 0;
}
