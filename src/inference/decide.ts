import type { Decision, UndecidedReason } from '../domain/screening/decision.ts';
import type { Detection } from '../domain/screening/detection.ts';

/** What a technology found in one view, and why that view cannot be called clear, if so. */
export interface JudgedView {
  readonly score: number;
  readonly detections: readonly Detection[];
  readonly undecidable: Exclude<UndecidedReason, 'missing-energy'> | null;
}

/** A scan holds at most this many detections: more help no officer, and an answer stays small. */
export const DETECTIONS_LIMIT = 50;

/** Strongest first: the reason that a scan is given where its views have several. */
const REASONS = ['not-a-radiograph', 'unreadable-view', 'low-penetration'] as const;

/**
 * The decision about a scan, from what was found in its views.
 *
 * - An alarm needs a detection in a view that can be trusted, and wins over darkness elsewhere in that view and in
 *   others: what is visible is visible.
 * - A view that is not a radiograph or is unreadable cannot alarm, however high its score: a model says nothing about a
 *   photograph. It makes the scan undecided unless another view alarms.
 * - Without an alarm, one view that cannot be judged makes the scan undecided; else it is clear.
 *
 * The score is the highest of the trusted views, so that the alarm is exactly `score ≥ threshold`; only where no view
 * is trusted, it is the highest of all.
 */
export function decide(views: readonly [JudgedView, ...JudgedView[]]): Exclude<Decision, { readonly score: null }> {
  const trusted = views.filter((view) => view.undecidable === null || view.undecidable === 'low-penetration');
  const scored = trusted.length > 0 ? trusted : views;
  const score = Math.max(...scored.map((view) => view.score));

  const found = trusted.flatMap((view) => view.detections).toSorted((a, b) => b.score - a.score);
  const [first, ...others] = found.slice(0, DETECTIONS_LIMIT);
  if (first !== undefined) return { decision: 'alarm', reason: null, score, detections: [first, ...others] };

  const reason = REASONS.find((candidate) => views.some((view) => view.undecidable === candidate));
  if (reason !== undefined) return { decision: 'undecided', reason, score, detections: [] };
  return { decision: 'clear', reason: null, score, detections: [] };
}
