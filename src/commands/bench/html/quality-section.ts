import { NO_RATES, type Rate } from '../../../domain/comparison/rate.ts';
import { failedRate, failedShare } from '../../../evaluation/rates.ts';
import { type Measures, POPULATIONS } from '../../evaluation/evaluation.ts';
import { findPopulation } from '../../evaluation/find-population.ts';
import { overallMeasures } from '../../evaluation/overall-measures.ts';
import { aurocText, estimateText, numberText } from '../../report-text/number-text.ts';
import type { Report } from '../report/report.ts';
import { curveFigures, curvesOf } from './curve-figures.ts';
import { type Content, type Html, html } from './html.ts';
import { limitsTable } from './limits-table.ts';
import { rateCell } from './rate-cell.ts';
import { keyed } from './series.ts';
import { tableHtml } from './table.ts';

const NO_THREATS = html`<p>No scan with a threat is among these: what a technology finds is not told here, how often it alarms falsely is.</p>`;

/** Who finds more: Pd at the false-alarm limits, the curves, what the shipped thresholds give, where detections lie. */
export function qualitySection(report: Report): Html {
  const ids = report.technologies.map(({ id }) => id);
  const rows = ids.map((id) => ({ id, measures: overallMeasures(report.evaluation, id) }));
  const each = (cells: (measures: Measures | undefined) => readonly Content[]) =>
    rows.map(({ id, measures }, place) => [keyed(place, id), ...cells(measures)]);
  const ratesOf = (measures: Measures | undefined) => findPopulation(measures, 'all threats')?.rates ?? NO_RATES;
  const benigns = (measures: Measures | undefined, pick: 'alarm' | 'undecided' | 'alarmOrUndecided') =>
    rateCell(ratesOf(measures).benigns?.[pick] ?? null);
  const threats = (measures: Measures | undefined, pick: 'alarm' | 'undecided' | 'alarmOrUndecided') =>
    rateCell(ratesOf(measures).threats?.[pick] ?? null);
  const hasFailures = rows.some(({ measures }) => failedShare(ratesOf(measures)) !== null);
  return html`<section id="finds">
<h2>Who finds more</h2>
${rows.some(({ measures }) => ratesOf(measures).threats !== null) ? limitsHtml(report) : NO_THREATS}
${curveFigures(curvesOf(report))}
${tableHtml({
  caption: `As shipped: at the thresholds fixed beforehand. Undecided ${hasFailures ? 'and failed ' : ''}scans are in every denominator; exact 95 % bounds.`,
  head: [
    ...['technology', 'Pd', 'Pfa', 'threats undecided', 'benign scans undecided'],
    ...(hasFailures ? ['threats failed', 'benign scans failed'] : []),
    'scans without a score',
  ],
  rows: each((measures) => [
    threats(measures, 'alarm'),
    benigns(measures, 'alarm'),
    threats(measures, 'undecided'),
    benigns(measures, 'undecided'),
    ...(hasFailures
      ? [ratesOf(measures).threats, ratesOf(measures).benigns].map((rates) => rateCell(failedRate(rates)))
      : []),
    measures?.unscored ?? '–',
  ]),
})}
${tableHtml({
  caption: `What an officer must look at, as shipped: alarm${hasFailures ? ', undecided or failed' : ' or undecided'}.`,
  head: ['technology', 'of the threats', 'of the benign scans'],
  rows: each((measures) => [threats(measures, 'alarmOrUndecided'), benigns(measures, 'alarmOrUndecided')]),
})}
${tableHtml({
  caption: 'Pd as shipped, over some of the threats.',
  head: ['technology', ...POPULATIONS],
  rows: each((measures) =>
    POPULATIONS.map((name) => rateCell(findPopulation(measures, name)?.rates.threats?.alarm ?? null)),
  ),
})}
${tableHtml({
  caption:
    'Ranking: AUROC with DeLong’s bounds, average precision with bootstrap bounds, open where no scan is out of order.',
  head: ['technology', ...POPULATIONS, 'average precision'],
  rows: each((measures) => [
    ...POPULATIONS.map((name) => aurocText(findPopulation(measures, name)?.auroc ?? null)),
    estimateText(measures?.averagePrecision ?? null),
  ]),
})}
${tableHtml({
  caption:
    'Where: threats that a detection touches, and pixels, over all threats whose place is known. A technology that gives one score for the whole tells no place.',
  head: [
    ...['technology', 'touched', 'touched, threats not below penetration'],
    ...['pixel AUROC', 'AUPRO (to 0.3)', 'AUPIMO (10⁻⁵ to 10⁻⁴)'],
  ],
  rows: each((measures) => {
    const [all, visible] = measures?.localisation ?? [];
    const spread = all?.aupimo ?? null;
    const touched: readonly (Rate | null)[] = [all?.touched ?? null, visible?.touched ?? null];
    return [
      ...touched.map((rate) => rateCell(rate)),
      ...[all?.pixelAuroc, all?.aupro].map((value) => numberText(value ?? null)),
      spread === null ? '–' : `${estimateText(spread)}, n ${spread.n}`,
    ];
  }),
})}
</section>
`;
}

function limitsHtml({ technologies, plan }: Report): Html {
  return html`${limitsTable(technologies, plan.pfaLimits)}
<p class="quiet">Each threshold is read on these very scans: what the ranking allows, and a little optimistic. Bounds are exact tails of Pd where Pfa truly is the limit, with the doubt about the threshold: open below where benign scans are too few for it.</p>`;
}
