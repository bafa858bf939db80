import type { LiveDrift } from '../../domain/comparison/drift.ts';
import { type Outcome, succeed } from '../../domain/failure.ts';
import type { ScoreSummary } from '../../domain/technology/score-summary.ts';
import type { Technology } from '../../domain/technology/technology.ts';
import { measureDrift } from '../../evaluation/drift/measure-drift.ts';
import type { ComparedScans } from '../../records/comparisons.ts';
import type { Records } from '../../records/open-records.ts';

/** Reads what was kept of the scores that an operating point was chosen on; null where nothing was. */
export type ReadScoreSummary = (modelId: string, operatingPoint: string) => Promise<ScoreSummary | null>;

export interface DriftSources {
  readonly comparisons: Records['comparisons'];
  readonly known: readonly Technology[];
  readonly readScoreSummary: ReadScoreSummary;
}

/** Drift is about now: these many newest scores, enough for its tests. */
const SCORES = 2000;

/** Measures the drift of a technology's newest scores at its operating point of today. Fails with `records-unavailable`. */
export async function liveDrift(
  { comparisons, known, readScoreSummary }: DriftSources,
  technology: string,
  scans: ComparedScans,
): Promise<Outcome<LiveDrift>> {
  const now = known.find(({ id }) => id === technology);
  const summary = now === undefined ? null : await readScoreSummary(now.model.id, now.operatingPoint.name);
  if (now === undefined || summary === null) return succeed({ state: 'no-calibration-scores' });
  const scores = await comparisons.newestScores(technology, now.operatingPoint.threshold, scans, SCORES);
  if (!scores.ok) return scores;
  const drift = measureDrift(scores.value, summary);
  return succeed(drift === null ? { state: 'no-live-scores' } : { state: 'measured', ...drift });
}
