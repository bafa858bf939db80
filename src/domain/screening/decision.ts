import type { Detection } from './detection.ts';

export const DECISIONS = ['alarm', 'clear', 'undecided'] as const;
export type DecisionName = (typeof DECISIONS)[number];

/** What came of asking a technology about a scan: its decision, or that it gave none. */
export type AnswerName = DecisionName | 'failed';

export const UNDECIDED_REASONS = ['low-penetration', 'unreadable-view', 'missing-energy', 'not-a-radiograph'] as const;
export type UndecidedReason = (typeof UNDECIDED_REASONS)[number];

/** What a technology says about a scan. An alarm has a place; only a scan that lacks an energy or a view has no score. */
export type Decision =
  | {
      readonly decision: 'alarm';
      readonly reason: null;
      readonly score: number;
      readonly detections: readonly [Detection, ...Detection[]];
    }
  | { readonly decision: 'clear'; readonly reason: null; readonly score: number; readonly detections: readonly [] }
  | {
      readonly decision: 'undecided';
      readonly reason: Exclude<UndecidedReason, 'missing-energy'>;
      readonly score: number;
      readonly detections: readonly [];
    }
  | {
      readonly decision: 'undecided';
      readonly reason: 'missing-energy';
      readonly score: null;
      readonly detections: readonly [];
    };
