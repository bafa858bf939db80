import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Interval, sharesInterval } from '../evaluation/bootstrap-interval.ts';
import { normalTail } from '../evaluation/normal.ts';
import { studentQuantile } from '../evaluation/student.ts';

/** How much time a scan took in one round: the wall time of a block, or the mean latency, of each of two technologies. */
export interface RoundTimes {
  readonly firstMs: number;
  readonly secondMs: number;
}

/** How many times longer the second takes than the first, or why that cannot be said. */
export type SpeedRatio =
  | { readonly state: 'estimated'; readonly ratio: number; readonly bounds: Interval; readonly rounds: number }
  | { readonly state: 'too-few-rounds'; readonly rounds: number; readonly needed: number };

/** Of five rounds the bounds held a planted ratio a little too seldom. */
const LEAST_ROUNDS = 6;
const RESAMPLES = 2000;

/**
 * The ratio of the times of two technologies whose blocks alternate (A B A B …), with 95 % bounds: the geometric mean
 * over the rounds, and a bootstrap that draws whole rounds, because scans within a block share what the machine did
 * meanwhile. What slows a whole round slows both and cancels.
 *
 * A bootstrap of few rounds is too narrow; the percentiles are widened as far as Student's distribution is wider than
 * the normal one (Hesterberg 2015, "expanded percentile", doi:10.1080/00031305.2015.1089789).
 */
export function speedRatio(rounds: readonly RoundTimes[], seed: number): SpeedRatio {
  if (rounds.length < LEAST_ROUNDS) return { state: 'too-few-rounds', rounds: rounds.length, needed: LEAST_ROUNDS };
  const logs = rounds.map(({ firstMs, secondMs }) => Math.log(secondMs / firstMs));
  const n = logs.length;
  const generator = xoroshiro128plus(seed);
  const resampled = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    let sum = 0;
    for (let drawn = 0; drawn < n; drawn++) sum += logs[Math.floor(((generator.next() >>> 0) / 2 ** 32) * n)] ?? 0;
    resampled[resample] = sum / n;
  }
  const tail = normalTail(Math.sqrt(n / (n - 1)) * studentQuantile(n - 1));
  const [lower, upper] = sharesInterval(resampled, tail);
  const mean = logs.reduce((sum, log) => sum + log, 0) / n;
  return { state: 'estimated', ratio: Math.exp(mean), bounds: [Math.exp(lower), Math.exp(upper)], rounds: n };
}
