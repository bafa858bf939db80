import { textTable } from '../../src/commands/command-line/text-table.ts';
import { numberText } from '../../src/commands/report-text/number-text.ts';
import { rateOf } from '../../src/evaluation/rates.ts';
import type { Coverage } from './measure-coverage.ts';
import type { PilotPlan, SimulatedTechnology } from './simulate-pilot.ts';

/** One line a figure; coverages with their exact 95 % bounds, because pilots are drawn, too. */
export function coverageTable(coverages: readonly Coverage[]): string {
  return textTable(
    ['figure', 'truth', 'corrected', 'width', 'held the truth', 'uncorrected', 'held the truth'],
    coverages.map(({ figure, truth, corrected, uncorrected }) => [
      figure,
      truth.toFixed(3),
      numberText(corrected.meanValue),
      numberText(corrected.meanWidth),
      shareText(corrected.covering, corrected.pilots),
      numberText(uncorrected?.meanValue ?? null),
      uncorrected === null ? '–' : shareText(uncorrected.covering, uncorrected.pilots),
    ]),
  );
}

/** A plan in one line. */
export function describePlan(plan: PilotPlan): string {
  const percent = (share: number) => `${Number((100 * share).toFixed(2))} %`;
  const of = ({ pd, pfa }: SimulatedTechnology) => `Pd ${percent(pd)}, Pfa ${percent(pfa)}`;
  return (
    `${plan.scans} scans, ${percent(plan.prevalence)} threats; first ${of(plan.first)}, second ${of(plan.second)}, ` +
    `champion ${plan.champion === 'first' ? 'the first' : of(plan.champion)}; ` +
    `opened: ${percent(plan.randomShare)} at random, ${percent(plan.alarmShare)} of the champion's alarms`
  );
}

function shareText(count: number, n: number): string {
  if (n === 0) return '–';
  const { rate, bounds } = rateOf(count, n);
  const [lower, upper] = bounds.map((end) => (100 * end).toFixed(1));
  return `${(100 * rate).toFixed(1)} % [${lower}, ${upper}] of ${n}`;
}
