/** Events among trials. */
export interface EventCount {
  readonly count: number;
  readonly n: number;
}

/** Two tables whose chances differ by rounding alone count as equally likely. */
const ROUNDING = 1e-7;

/**
 * The exact two-sided p-value of "both have the same rate", from different scans: the chance of a table that is no
 * likelier than the observed one, all with its margins. Fisher (1934), "Statistical Methods for Research Workers",
 * section 21.02; the two-sided sum as in R's `fisher.test`. 1 where either has no scan.
 */
export function fisherPValue(first: EventCount, second: EventCount): number {
  if (first.n === 0 || second.n === 0) return 1;
  const events = first.count + second.count;
  const least = Math.max(0, events - second.n);
  const most = Math.min(first.n, events);
  // Relative to that of the observed table, so that nothing underflows.
  const logs = new Float64Array(most - least + 1);
  for (let count = least + 1; count <= most; count++) {
    const step =
      Math.log(first.n - count + 1) +
      Math.log(events - count + 1) -
      Math.log(count) -
      Math.log(second.n - events + count);
    logs[count - least] = (logs[count - least - 1] ?? 0) + step;
  }
  const observed = logs[first.count - least] ?? 0;
  let sum = 0;
  let asExtreme = 0;
  for (const log of logs) {
    const chance = Math.exp(log - observed);
    sum += chance;
    if (chance <= 1 + ROUNDING) asExtreme += chance;
  }
  return Number.isFinite(sum) ? Math.min(1, asExtreme / sum) : 0;
}
