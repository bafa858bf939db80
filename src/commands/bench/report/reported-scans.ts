import type { ScoredScan, ScoredVerdict } from '../../evaluation/scored-scan.ts';
import type { ReportedScan } from './report.ts';

/** What came of each scan with each technology, the scan known by its pixels alone: nothing that leads to a container. */
export function reportedScans(scans: readonly ScoredScan[], timed: readonly string[]): ReportedScan[] {
  const timedNames = new Set(timed);
  return scans.map(({ key, name, truth, verdicts }) => ({
    scan: key,
    truth,
    timed: timedNames.has(name),
    answers: verdicts.map(reportedAnswer),
  }));
}

/** Of a failed scan the code alone: the cause in words stands once beside the rates, with how often it was met. */
function reportedAnswer(verdict: ScoredVerdict): ReportedScan['answers'][number] {
  if (verdict.decision === 'failed') return { decision: 'failed', reason: verdict.reason, score: null };
  const { decision, reason, score } = verdict;
  return { decision, reason, score };
}
