import type { DecisionName } from '../../../src/domain/screening/decision.ts';
import type { Inspected, JointCell, Selection } from '../../../src/evaluation/verification/joint-cell.ts';

/** A cell of a pilot whose champion is the first technology; nothing inspected but what is said. */
export function cellOf(
  first: DecisionName,
  second: DecisionName,
  screened: number,
  inspected: Partial<Record<Selection, readonly [scans: number, threats: number]>> = {},
  champion = first,
): JointCell {
  const of = (selection: Selection): Inspected => {
    const [scans, threats] = inspected[selection] ?? [0, 0];
    return { scans, threats };
  };
  return {
    first,
    second,
    champion,
    screened,
    inspected: { random: of('random'), alarm: of('alarm'), other: of('other') },
  };
}

/**
 * Hepatic scintigraphy of 650 patients, of whom 344 were biopsied: Drum and Christacopoulos (1972), as Begg and Greenes
 * (1983) correct it. Both technologies are the scintigraph.
 */
export const HEPATIC: readonly JointCell[] = [
  cellOf('alarm', 'alarm', 429, { alarm: [263, 231] }),
  cellOf('clear', 'clear', 221, { random: [81, 27] }),
];
