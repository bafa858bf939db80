import type { CountedFailure, EvaluatedTechnology } from './evaluation.ts';
import type { JudgedScan } from './judged-scan.ts';

/** A cause that names what it failed on is another one for each scan: so many are told apart. */
const MOST_CAUSES = 5;

/** Why a technology gave no answer, the most frequent cause first; nothing where it answered every scan. */
export function countFailures(scans: readonly JudgedScan[]): Pick<EvaluatedTechnology, 'failures'> {
  const causes = new Map<string, CountedFailure>();
  for (const scan of scans) {
    if (scan.decision !== 'failed') continue;
    const { reason: code, message } = scan;
    causes.set(message, { code, message, scans: (causes.get(message)?.scans ?? 0) + 1 });
  }
  if (causes.size === 0) return {};
  return { failures: [...causes.values()].toSorted((a, b) => b.scans - a.scans).slice(0, MOST_CAUSES) };
}
