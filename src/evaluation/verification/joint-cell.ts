import type { DecisionName } from '../../domain/screening/decision.ts';

/** Inspected scans, and how many of them held a threat. */
export interface Inspected {
  readonly scans: number;
  readonly threats: number;
}

/** What chose the scans that officers opened, as far as it matters here: `risk-profile` and `other` are one. */
export const SELECTIONS = ['random', 'alarm', 'other'] as const;
export type Selection = (typeof SELECTIONS)[number];

/**
 * The scans of a pilot that two technologies judged in the same way, and that the champion of the time judged alike, too:
 * the champion sends scans to inspection, so its decision must be known to say which of them stand for the others.
 * Where one of the two was the champion all along, `champion` repeats its decision.
 */
export interface JointCell {
  readonly first: DecisionName;
  readonly second: DecisionName;
  readonly champion: DecisionName;
  /** Scans that both technologies screened. */
  readonly screened: number;
  /** Those of them that were opened, each counted once. */
  readonly inspected: Readonly<Record<Selection, Inspected>>;
}

/** All inspected scans of a cell, whatever chose them. */
export function allInspected({ inspected }: JointCell): Inspected {
  return sumInspected(SELECTIONS.map((selection) => inspected[selection]));
}

/**
 * The inspections that stand for the scans of their cell which nobody opened: random ones always; those on alarm only
 * where the champion alarmed, because there every scan was as likely to be opened as its neighbours. Inspections on a
 * risk profile or for another reason never do: what chose them knew more of the scan than the technologies say.
 */
export function standingInspected({ champion, inspected }: JointCell): Inspected {
  return champion === 'alarm' ? sumInspected([inspected.random, inspected.alarm]) : inspected.random;
}

/** The scans of two groups of inspections together. */
export function sumInspected(groups: readonly Inspected[]): Inspected {
  return groups.reduce((sum, { scans, threats }) => ({ scans: sum.scans + scans, threats: sum.threats + threats }), {
    scans: 0,
    threats: 0,
  });
}

/** Throws a RangeError where counts contradict each other or a cell is there twice: they were counted wrongly. */
export function checkCells(cells: readonly JointCell[]): void {
  const seen = new Set<string>();
  for (const cell of cells) {
    const name = `first ${cell.first}, second ${cell.second}, champion ${cell.champion}`;
    if (seen.has(name)) throw new RangeError(`the cell (${name}) is there twice`);
    seen.add(name);
    const counts = [cell.screened, ...Object.values(cell.inspected).flatMap(({ scans, threats }) => [scans, threats])];
    const areWhole = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
    const areWithin = Object.values(cell.inspected).every(({ scans, threats }) => threats <= scans);
    if (!areWhole || !areWithin || allInspected(cell).scans > cell.screened) {
      throw new RangeError(`the counts of the cell (${name}) contradict each other: ${JSON.stringify(cell)}`);
    }
  }
}
