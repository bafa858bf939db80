import { counted } from '../../../domain/language/counted.ts';
import { findPopulation } from '../../evaluation/find-population.ts';
import { overallMeasures } from '../../evaluation/overall-measures.ts';
import { hasManyPairs } from '../pairs/standing.ts';
import type { Report, ReportedTechnology } from '../report/report.ts';
import { latencyPromise, sharedPercentile } from '../speed/latency-text.ts';
import { type FiguresOf, figuresHtml, rateFigures } from './figures.ts';
import { type Html, html } from './html.ts';
import { pairVerdicts } from './pair-verdicts.ts';
import { standingsTable } from './standings-table.ts';

/** What a reader without the trade takes home: who finds how many of a hundred, and what is shown of each pair. */
export function summarySection(report: Report): Html {
  const { pairs, technologies, evaluation } = report;
  const threats = evaluation.sets.reduce((sum, set) => sum + set.threats, 0);
  const benigns = evaluation.sets.reduce((sum, set) => sum + set.benigns, 0);
  const shared = sharedPercentile(technologies.map(({ speed }) => (speed.state === 'refused' ? [] : speed.scenarios)));
  return html`<section id="summary">
<h2>In plain words</h2>
<p class="lead">${technologies.length === 1 ? 'One technology' : `${technologies.length} technologies`} judged the same ${counted(threats + benigns, 'scan')} of containers on one machine: ${threats} with a threat in them, ${benigns} without.</p>
${figuresHtml(technologies.map((technology) => figuresOf(technology, report, shared)))}${
  pairs.length === 0
    ? null
    : html`<h3>Side by side</h3>
${hasManyPairs(report) ? standingsTable(report) : pairVerdicts(pairs)}`
}
<p class="quiet">Numbers in brackets are 95 % bounds: how far the truth may be from what these scans showed. What is left undecided an officer must look at, as at an alarm. “No difference shown” is not “equal”: more scans may show one.</p>
</section>
`;
}

function figuresOf(
  { id, operatingPoint, speed }: ReportedTechnology,
  { evaluation, plan }: Report,
  shared: number | undefined,
): FiguresOf {
  const rates = findPopulation(overallMeasures(evaluation, id), 'all threats')?.rates;
  const answers =
    speed.state === 'refused'
      ? 'not stated: see “Before you rely on it”'
      : latencyPromise(speed.scenarios, plan.taktSeconds, shared);
  return { name: id, figures: [...rateFigures([operatingPoint], rates), { term: 'Answers', value: answers }] };
}
