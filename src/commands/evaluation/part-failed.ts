import type { Rate } from '../../domain/comparison/rate.ts';
import { rateOf } from '../../evaluation/rates.ts';
import type { Stratum } from './evaluation.ts';

/** Of all scans of a part those without an answer, which it leaves out where all have one; null where it has no scan. */
export function partFailed({ failed, pd, pfa }: Pick<Stratum, 'pd' | 'pfa' | 'failed'>): Rate | null {
  const n = (pd?.n ?? 0) + (pfa?.n ?? 0);
  return failed ?? (n === 0 ? null : rateOf(0, n));
}
