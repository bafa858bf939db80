import { PAIRED_TEST_HEAD, pairedTestCells } from '../../evaluation/comparison-tables.ts';
import { limitText, pointsText, pText, rangeText } from '../../report-text/number-text.ts';
import { hasManyPairs } from '../pairs/standing.ts';
import type { PairReport } from '../report/pair-report.ts';
import type { Report } from '../report/report.ts';
import { type Html, html } from './html.ts';
import { pairVerdicts } from './pair-verdicts.ts';
import { tableHtml } from './table.ts';

const NOT_TESTED = PAIRED_TEST_HEAD.slice(2).map(() => '–');

/** Every two technologies on the same scans: what the verdicts are made of. Nothing for a lone one. */
export function pairsSection(report: Report): Html {
  const { pairs, plan, evaluation } = report;
  if (pairs.length === 0) return html``;
  const testCells = ({ first, second }: PairReport) => {
    const tests = evaluation.comparisons.find(
      (other) => other.condition === 'all' && other.first === first && other.second === second,
    );
    return tests === undefined ? [first, second, ...NOT_TESTED] : pairedTestCells(tests);
  };
  return html`<section id="pairs">
<h2>Which differences are shown</h2>
${hasManyPairs(report) ? pairVerdicts(pairs) : null}${tableHtml({
  caption:
    'Pd of the first less that of the second, in points, on the scans that both scored; 95 % interval with the doubt about both thresholds, open where benign scans are too few for it, of each pair alone; p by Holm over all pairs, and a difference is called one where it is below 5 %.',
  head: ['first', 'second', ...plan.pfaLimits.map((limit) => `at Pfa ${limitText(limit)}`), 'same score and decision'],
  rows: pairs.map(({ first, second, pd, agreement }) => [
    first,
    second,
    ...plan.pfaLimits.map((limit) => pdText(pd.find(({ pfaLimit }) => pfaLimit === limit))),
    `${agreement.sameAnswer} of ${agreement.scans}`,
  ]),
})}
${tableHtml({
  caption:
    'Paired tests: DeLong on AUROC, over the scans that both scored; McNemar’s exact test on alarms at the shipped thresholds, over all; p by Holm over all pairs.',
  head: PAIRED_TEST_HEAD,
  rows: pairs.map(testCells),
})}
</section>
`;
}

function pdText(compared: PairReport['pd'][number] | undefined): string {
  if (compared === undefined) return '–';
  if (compared.state === 'too-few-benigns') return `too few benign scans (${compared.benigns} of ${compared.needed})`;
  const { difference, bounds, threats, benigns, pHolm } = compared;
  const p = pHolm === undefined ? '' : `, p ${pText(pHolm)}`;
  return `${pointsText(difference)} (${rangeText(bounds, pointsText)})${p}, n ${threats} / ${benigns}`;
}
