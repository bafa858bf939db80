import { calibrationWarning } from './calibration-warning.ts';
import type { EvaluatedScans } from './evaluate-samples.ts';
import { failureWarning } from './failure-warning.ts';
import { judgedBy } from './judged-scan.ts';
import { repeatedWarning } from './repeated-warning.ts';
import { sameScoreWarning } from './same-score-warning.ts';
import { sharedBenignWarning } from './shared-benign-warning.ts';

/** What a reader of an evaluation must know of its scans and of what its technologies answered. */
export function evaluationWarnings({ evaluation, scans }: EvaluatedScans): readonly string[] {
  return [
    ...repeatedWarning(scans),
    ...sharedBenignWarning(scans),
    ...evaluation.technologies.flatMap((measured, place) => [
      ...failureWarning(measured),
      ...sameScoreWarning(measured.id, judgedBy(place, scans)),
      ...measured.operatingPoints.flatMap((point) => calibrationWarning(measured.id, point)),
    ]),
  ];
}
