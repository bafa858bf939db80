import type { Box } from '../scan/box.ts';

/** The truth about a scan, as officers found it. */
export const INSPECTION_OUTCOMES = ['threat', 'benign'] as const;
export type InspectionOutcome = (typeof INSPECTION_OUTCOMES)[number];

/**
 * What chose the scan that officers opened: the champion's alarm, the lot, what was known of the consignment, or another
 * reason. Only `random` ones stand for scans that nobody opened.
 */
export const SELECTED_BY = ['alarm', 'random', 'risk-profile', 'other'] as const;
export type SelectedBy = (typeof SELECTED_BY)[number];

/** Where something was found, on one view. */
export interface FoundBox {
  readonly view: string;
  readonly box: Box;
}

/** What officers found when they opened the container. */
export interface Inspection {
  readonly outcome: InspectionOutcome;
  readonly selectedBy: SelectedBy;
  /** What the threat was, in the port's own words. */
  readonly category: string | null;
  readonly boxes: readonly FoundBox[];
  /** ISO 8601 in UTC. */
  readonly inspectedAt: string;
}
