import { createHash } from 'node:crypto';
import type { FailureCode } from '../../domain/failure.ts';
import type { AnswerName, UndecidedReason } from '../../domain/screening/decision.ts';

/** What came of asking a technology about a scan, as text: equal exactly where decision, reason and score are. */
export function answerText(answer: {
  readonly decision: AnswerName;
  readonly reason: UndecidedReason | FailureCode | null;
  readonly score: number | null;
}): string {
  const reason = answer.reason === null ? '' : ` (${answer.reason})`;
  return `${answer.decision}${reason}, ${answer.score === null ? 'no score' : `score ${answer.score}`}`;
}

/**
 * The same with the threshold that decided: equal exactly where the same technology was asked, even where another threshold
 * would have decided alike.
 */
export function judgedText(answer: Parameters<typeof answerText>[0] & DecidedAt): string {
  return `${answerText(answer)}, threshold ${answer.operatingPoint.threshold}`;
}

interface DecidedAt {
  readonly operatingPoint: { readonly threshold: number };
}

/** One hash for the answers of some scans: SHA-256 over a line `<scan>: <answer>` for each. */
export function answersDigest(answers: readonly { readonly scan: string; readonly text: string }[]): string {
  const digest = createHash('sha256');
  for (const { scan, text } of answers) digest.update(`${scan}: ${text}\n`);
  return digest.digest('hex');
}
