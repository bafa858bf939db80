import type { DecisionName } from './decision.ts';

/** What others are told of. `scan.failed`: a scan that was accepted turned out to be impossible to screen. */
export const EVENT_TYPES = ['screening.finished', 'scan.failed'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The screening of an event: who screens silently is told of, too, under its role. */
export interface FinishedScreening {
  readonly scanId: string;
  readonly technology: string;
  readonly role: 'champion' | 'challenger' | 'asked';
  readonly decision: DecisionName;
  readonly score: number | null;
}

export interface FailedScan {
  readonly scanId: string;
  /** A code of `docs/errors.md`. */
  readonly code: string;
}
