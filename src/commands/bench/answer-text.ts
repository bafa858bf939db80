import { createHash } from 'node:crypto';
import type { DecisionName, UndecidedReason } from '../../domain/decision.ts';

/** What a technology said of a scan, as text: equal exactly where decision, reason and score are. */
export function answerText(answer: {
  readonly decision: DecisionName;
  readonly reason: UndecidedReason | null;
  readonly score: number | null;
}): string {
  const reason = answer.reason === null ? '' : ` (${answer.reason})`;
  return `${answer.decision}${reason}, ${answer.score === null ? 'no score' : `score ${answer.score}`}`;
}

/** One hash for the answers of some scans: SHA-256 over a line `<scan>: <answer>` for each. */
export function answersDigest(answers: readonly { readonly scan: string; readonly answer: string }[]): string {
  const digest = createHash('sha256');
  for (const { scan, answer } of answers) digest.update(`${scan}: ${answer}\n`);
  return digest.digest('hex');
}
