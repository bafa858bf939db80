import { type Tally, total } from './tally.ts';

/**
 * Average precision: the mean, over the threats, of the share of threats among all scans that score as high or higher
 * (the step sum Σ (Rₖ − Rₖ₋₁) Pₖ; Manning et al. 2008, ch. 8.4). It depends on how many benign scans there are to a
 * threat: compare it only within one sample set. Null without a threat, and without a benign scan, where it is 1 however a technology ranks.
 */
export function averagePrecision(tally: Tally): number | null {
  const threats = total(tally.threats);
  if (threats === 0 || total(tally.benigns) === 0) return null;
  let hits = 0;
  let alarms = 0;
  let sum = 0;
  for (let level = tally.threats.length - 1; level >= 0; level--) {
    const here = tally.threats[level] ?? 0;
    hits += here;
    alarms += here + (tally.benigns[level] ?? 0);
    if (here > 0) sum += (here * hits) / alarms;
  }
  return sum / threats;
}
