import type { PairedCounts } from '../domain/comparison/paired-counts.ts';
import type { Interval } from './bootstrap-interval.ts';
import { NORMAL_QUANTILE } from './normal.ts';
import { solveIncreasing } from './solve-increasing.ts';

/** How two rates on the same scans differ. */
export interface PairedDifference {
  /** Share on which the first is right less that of the second. */
  readonly difference: number;
  /** 95 %. */
  readonly bounds: Interval;
}

/**
 * The difference of two rates on the same scans, with 95 % score bounds: every difference that the discordant pairs do
 * not contradict. They stay open where no pair is discordant: none in n scans bounds the difference by about 3.8 / n.
 *
 * Tango (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B. Null without a scan.
 */
export function pairedDifference(counts: PairedCounts): PairedDifference | null {
  const { bothRight, onlyFirstRight, onlySecondRight, bothWrong } = counts;
  const n = bothRight + onlyFirstRight + onlySecondRight + bothWrong;
  if (n === 0) return null;
  const upper = upperBound(n, onlyFirstRight, onlySecondRight);
  const lower = -upperBound(n, onlySecondRight, onlyFirstRight);
  return { difference: (onlyFirstRight - onlySecondRight) / n, bounds: [lower, upper] };
}

/** The largest difference whose score statistic is within 1.96, found between the observed one and 1. */
function upperBound(n: number, more: number, less: number): number {
  const observed = (more - less) / n;
  const width = 1 - observed;
  const share = solveIncreasing((x) => -scoreStatistic(n, more, less, observed + x * width), NORMAL_QUANTILE);
  return observed + share * width;
}

/** Observed less supposed difference in standard errors, these at the likeliest rates with the supposed difference. */
function scoreStatistic(n: number, more: number, less: number, supposed: number): number {
  const a = 2 * n;
  const b = -more - less + (2 * n - more + less) * supposed;
  const c = -less * supposed * (1 - supposed);
  const onlySecond = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = n * (2 * onlySecond + supposed * (1 - supposed));
  const distance = more - less - n * supposed;
  if (variance > 0) return distance / Math.sqrt(variance);
  return distance === 0 ? 0 : Math.sign(distance) * Number.POSITIVE_INFINITY;
}
