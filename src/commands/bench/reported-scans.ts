import type { ScoredScan } from '../evaluation/scored-scan.ts';
import type { ReportedScan } from './report.ts';

/** What each technology said of each scan, the scan known by its pixels alone: nothing that leads to a container. */
export function reportedScans(scans: readonly ScoredScan[], timed: readonly string[]): ReportedScan[] {
  const timedNames = new Set(timed);
  return scans.map(({ key, name, truth, verdicts }) => ({
    scan: key,
    truth,
    timed: timedNames.has(name),
    answers: verdicts.map(({ decision, reason, score }) => ({ decision, reason, score })),
  }));
}
