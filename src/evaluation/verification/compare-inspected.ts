import { mcnemarPValue, type PairedCounts } from '../mcnemar.ts';
import { type Agreement, agreement } from './agreement.ts';
import { type CorrectedComparison, correctedRates } from './corrected-rates.ts';
import { type InspectedRates, inspectedRates } from './inspected-rates.ts';
import { allInspected, checkCells, type Inspected, type JointCell } from './joint-cell.ts';
import type { ShareBoundsOptions } from './share-bounds.ts';

/** McNemar's exact test over scans whose truth is known. */
export interface PairedTest {
  readonly counts: PairedCounts;
  readonly n: number;
  readonly pValue: number;
}

/** The same test on threats, where right is an alarm, and on benign scans, where right is none. */
export interface PairedTests {
  readonly threats: PairedTest;
  readonly benigns: PairedTest;
}

/** Two technologies on the live traffic of a pilot. */
export interface InspectedComparison {
  /** Scans that both screened. */
  readonly screened: number;
  readonly uncorrected: { readonly first: InspectedRates; readonly second: InspectedRates };
  readonly corrected: CorrectedComparison;
  readonly agreement: Agreement | null;
  /**
   * Over `random` inspections the test is fair. Over all of them it has more scans and favours the champion on threats,
   * whose hits are opened and whose misses are not.
   */
  readonly mcnemar: { readonly random: PairedTests; readonly allInspected: PairedTests };
}

/**
 * All that inspections say of two technologies, from counts alone. Each figure stands with its n; see `correctedRates`
 * for what the corrected ones assume. Throws a RangeError where counts contradict each other.
 */
export function compareInspected(cells: readonly JointCell[], options: ShareBoundsOptions): InspectedComparison {
  checkCells(cells);
  return {
    screened: cells.reduce((sum, { screened }) => sum + screened, 0),
    uncorrected: { first: inspectedRates(cells, 'first'), second: inspectedRates(cells, 'second') },
    corrected: correctedRates(cells, options),
    agreement: agreement(cells),
    mcnemar: {
      random: pairedTests(cells, ({ inspected }) => inspected.random),
      allInspected: pairedTests(cells, allInspected),
    },
  };
}

function pairedTests(cells: readonly JointCell[], inspectedOf: (cell: JointCell) => Inspected): PairedTests {
  return {
    threats: pairedTest(
      cells,
      (cell) => inspectedOf(cell).threats,
      (isAlarm) => isAlarm,
    ),
    benigns: pairedTest(
      cells,
      (cell) => inspectedOf(cell).scans - inspectedOf(cell).threats,
      (isAlarm) => !isAlarm,
    ),
  };
}

function pairedTest(
  cells: readonly JointCell[],
  countOf: (cell: JointCell) => number,
  isRight: (isAlarm: boolean) => boolean,
): PairedTest {
  const count = (isFirstRight: boolean, isSecondRight: boolean) =>
    cells
      .filter(
        ({ first, second }) =>
          isRight(first === 'alarm') === isFirstRight && isRight(second === 'alarm') === isSecondRight,
      )
      .reduce((sum, cell) => sum + countOf(cell), 0);
  const counts = {
    bothRight: count(true, true),
    onlyFirstRight: count(true, false),
    onlySecondRight: count(false, true),
    bothWrong: count(false, false),
  };
  const n = counts.bothRight + counts.onlyFirstRight + counts.onlySecondRight + counts.bothWrong;
  return { counts, n, pValue: mcnemarPValue(counts) };
}
