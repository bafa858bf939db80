import type { Bounds } from '../../../evaluation/rate-bounds.ts';
import { findPopulation } from '../../evaluation/find-population.ts';
import { overallMeasures } from '../../evaluation/overall-measures.ts';
import { limitText, msText } from '../../report-text/number-text.ts';
import type { Report, ReportedTechnology } from '../report/report.ts';
import { type Html, html } from './html.ts';
import { type Choice, paretoFront } from './pareto-front.ts';
import { PLOT, plotFigure } from './plot.ts';
import { linearScale, logScale } from './scale.ts';
import { legend, marker, seriesClass } from './series.ts';

interface Worth {
  readonly label: string;
  readonly text: (value: number) => string;
  readonly of: (technology: ReportedTechnology) => { readonly value: number; readonly bounds: Bounds } | null;
}

interface Placed extends Choice {
  readonly place: number;
  readonly id: string;
  readonly bounds: Bounds;
}

/** What is found for the CPU that it costs, and which technologies no other beats in both. */
export function paretoSection(report: Report): Html {
  const { technologies } = report;
  const worth = worthOf(report);
  const scenario = report.plan.scenarios[0]?.scenario ?? '';
  const choices = technologies.flatMap((technology, place): Placed[] => {
    const { id, speed } = technology;
    const found = worth.of(technology);
    const result = speed.state === 'measured' ? speed.scenarios.find((own) => own.scenario === scenario) : undefined;
    const cost = result?.cpuMsPerScan ?? null;
    return found === null || cost === null ? [] : [{ place, id, cost, worth: found.value, bounds: found.bounds }];
  });
  if (choices.length < 2) return html``;
  const front = paretoFront(choices);
  const costs = choices.map(({ cost }) => cost);
  const x = logScale([Math.min(...costs) / 1.6, Math.max(...costs) * 1.6], [PLOT.left, PLOT.right]);
  const lowest = Math.min(...choices.map(({ bounds }) => bounds[0]));
  const y = linearScale([Math.max(0, Math.floor(10 * lowest - 0.5) / 10), 1], [PLOT.bottom, PLOT.top]);
  return html`<section id="pareto">
<h2>What it finds for what it costs</h2>
${legend(technologies.map(({ id }) => id))}
${plotFigure({
  x: { scale: x, label: `CPU a scan (${scenario})`, text: (ms) => msText(ms).replace('.0 ', ' ') },
  y: { scale: y, label: worth.label, text: worth.text },
  description: `${worth.label} by CPU time a scan. No other is cheaper and better than: ${front.map(({ id }) => id).join(', ')}.`,
  marks: [
    html`<path class="front" d="${front.map((choice, i) => `${i === 0 ? 'M' : 'H'}${x.at(choice.cost)}${i === 0 ? ' ' : 'V'}${y.at(choice.worth)}`).join('')}"/>`,
    choices.map(
      ({ place, cost, worth: value, bounds }) =>
        html`<path class="whisker ${seriesClass(place)}" d="M${x.at(cost)} ${y.at(bounds[0])}V${y.at(bounds[1])}"/>${marker(place, x.at(cost), y.at(value))}`,
    ),
  ],
  caption: html`<b>Pareto front</b> (dashed), of the estimates: ${front.map(({ id }) => id).join(', ')}. Bars are 95 % bounds; where they overlap widely, another draw of scans could move the front.`,
})}
</section>
`;
}

/** Pd at the first limit of the plan that all have benign scans enough for; without one, AUROC. */
function worthOf({ plan, technologies, evaluation }: Report): Worth {
  const limit = plan.pfaLimits.find((pfaLimit) =>
    technologies.every((technology) => pdAt(technology, pfaLimit) !== null),
  );
  if (limit !== undefined)
    return { label: `Pd at Pfa ${limitText(limit)}`, text: limitText, of: (technology) => pdAt(technology, limit) };
  return {
    label: 'AUROC',
    text: (value) => value.toFixed(1),
    of: ({ id }) => findPopulation(overallMeasures(evaluation, id), 'all threats')?.auroc ?? null,
  };
}

function pdAt({ detection }: ReportedTechnology, limit: number): { value: number; bounds: Bounds } | null {
  const point = detection.atLimits.find(({ pfaLimit }) => pfaLimit === limit);
  return point?.state === 'estimated' ? { value: point.pd.rate, bounds: point.pdBand } : null;
}
