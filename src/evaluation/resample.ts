import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Weights } from './tally.ts';

/** What is drawn: as many threats and as many benign scans as there are, each kind from its own. */
export interface ResampleOptions {
  readonly threats: number;
  readonly benigns: number;
  readonly resamples: number;
  /** A whole number; the same seed draws the same resamples on every machine. */
  readonly seed: number;
}

/**
 * Calls `visit` once for each stratified resample, with how often each scan was drawn. The weights are written over for
 * the next one. Efron and Tibshirani (1993), ch. 8; stratified as in pROC.
 */
export function eachResample(
  { threats, benigns, resamples, seed }: ResampleOptions,
  visit: (weights: Weights, resample: number) => void,
): void {
  const generator = xoroshiro128plus(seed);
  const weights = { threats: new Float64Array(threats), benigns: new Float64Array(benigns) };
  const draw = (counts: Float64Array) => {
    counts.fill(0);
    for (let drawn = 0; drawn < counts.length; drawn++) {
      // The 32 bits are scaled, not reduced: no scan is favoured by more than a 2³²nd of their number.
      const place = Math.floor(((generator.next() >>> 0) / 4294967296) * counts.length);
      counts[place] = (counts[place] ?? 0) + 1;
    }
  };
  for (let resample = 0; resample < resamples; resample++) {
    draw(weights.threats);
    draw(weights.benigns);
    visit(weights, resample);
  }
}
