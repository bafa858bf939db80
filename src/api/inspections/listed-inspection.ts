import type { Inspection } from '../../domain/comparison/inspection.ts';

/** A row of a list of inspections, which names the container and not the scan. */
export interface ListedInspection extends Pick<Inspection, 'outcome' | 'selectedBy' | 'category'> {
  /** The line of the file that the row begins on; the first is 1. */
  readonly line: number;
  readonly containerNumber: string;
  /** When it was inspected, in milliseconds since 1970: one moment, or the whole of a day where only the date is known. */
  readonly inspected: { readonly earliestMs: number; readonly latestMs: number };
}

/** Why a row of a list cannot be taken, in words for whoever wrote the list. */
export interface RowProblem {
  readonly line: number;
  readonly reason: string;
}
