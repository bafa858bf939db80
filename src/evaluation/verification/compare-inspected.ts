import type { InspectedComparison, PairedTest, PairedTests } from '../../domain/comparison/inspected-comparison.ts';
import { fisherPValue } from '../fisher.ts';
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
  const overRandom = pairedTests(cells, ({ inspected }) => inspected.random);
  return {
    screened: cells.reduce((sum, { screened }) => sum + screened, 0),
    uncorrected: { first: inspectedRates(cells, 'first'), second: inspectedRates(cells, 'second') },
    corrected: correctedRates(cells, options),
    agreement: agreement(cells),
    mcnemar: {
      random: isLotEven(cells) ? overRandom : withoutPValues(overRandom),
      allInspected: pairedTests(cells, allInspected),
    },
  };
}

/** A lot that is less likely than this, had it fallen on all scans alike, did not. */
const UNEVEN = 0.05;

/**
 * Whether the lot fell as often on scans on which the first alone alarms as on those on which the second alone does. Only
 * then do equally good technologies share McNemar's discordant scans like a fair coin. Where it falls on what the champion
 * let pass and on none of its alarms, which corrected figures allow, the champion never is the one that was right about a threat.
 */
function isLotEven(cells: readonly JointCell[]): boolean {
  const drawnWhere = (alone: 'first' | 'second', other: 'first' | 'second') =>
    cells
      .filter((cell) => cell[alone] === 'alarm' && cell[other] !== 'alarm')
      .reduce(({ count, n }, { inspected, screened }) => ({ count: count + inspected.random.scans, n: n + screened }), {
        count: 0,
        n: 0,
      });
  return fisherPValue(drawnWhere('first', 'second'), drawnWhere('second', 'first')) >= UNEVEN;
}

function withoutPValues({ threats, benigns }: PairedTests): PairedTests {
  return { threats: { ...threats, pValue: null }, benigns: { ...benigns, pValue: null } };
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
