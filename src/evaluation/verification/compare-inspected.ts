import type { InspectedComparison, PairedTest, PairedTests } from '../../domain/inspected-comparison.ts';
import { mcnemarPValue } from '../mcnemar.ts';
import { agreement } from './agreement.ts';
import { correctedRates } from './corrected-rates.ts';
import { inspectedRates } from './inspected-rates.ts';
import { allInspected, checkCells, type Inspected, type JointCell } from './joint-cell.ts';
import type { ShareBoundsOptions } from './share-bounds.ts';

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
