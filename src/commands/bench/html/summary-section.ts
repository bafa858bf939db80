import { isCalibrated, type OperatingPoint } from '../../../domain/operating-point.ts';
import { type DetectionRates, NO_RATES, type Rate } from '../../../domain/rate.ts';
import { failedShare } from '../../../evaluation/rates.ts';
import { findPopulation } from '../../evaluation/find-population.ts';
import { overallMeasures } from '../../evaluation/overall-measures.ts';
import type { Report, ReportedTechnology } from '../report/report.ts';
import { latencyPromise } from '../speed/latency-text.ts';
import { type Html, html } from './html.ts';
import { keyed } from './series.ts';

/** What a reader without the trade takes home: who finds how many of a hundred, and what is shown of each pair. */
export function summarySection(report: Report): Html {
  const { pairs, technologies, evaluation } = report;
  const threats = evaluation.sets.reduce((sum, set) => sum + set.threats, 0);
  const benigns = evaluation.sets.reduce((sum, set) => sum + set.benigns, 0);
  return html`<section id="summary">
<h2>In plain words</h2>
<p class="lead">${technologies.length === 1 ? 'One technology' : `${technologies.length} technologies`} judged the same ${threats + benigns} scans of containers on one machine: ${threats} with a threat in them, ${benigns} without.</p>
<div class="cards">${technologies.map((technology, place) => card(technology, place, report))}</div>
${
  pairs.length === 0
    ? null
    : html`<h3>Side by side</h3>
<ul class="verdicts">${pairs.map(
        ({ first, second, verdict }) =>
          html`<li><strong>${first}</strong> beside <strong>${second}</strong>: ${verdict}.</li>
`,
      )}</ul>`
}
<p class="quiet">Numbers in brackets are 95 % bounds: how far the truth may be from what these scans showed. What is left undecided an officer must look at, as at an alarm. “No difference shown” is not “equal”: more scans may show one.</p>
</section>
`;
}

function card({ id, operatingPoint, speed }: ReportedTechnology, place: number, { evaluation, plan }: Report): Html {
  const rates = findPopulation(overallMeasures(evaluation, id), 'all threats')?.rates ?? NO_RATES;
  const { threats, benigns } = rates;
  return html`<article class="card">
<h3>${keyed(place, id)}</h3>
<dl>
${placeholderLine([operatingPoint])}<div><dt>Of 100 containers with a threat, alarms on</dt><dd>${ofHundred(threats?.alarm ?? null)}</dd></div>
<div><dt>… and leaves undecided</dt><dd>${ofHundred(threats?.undecided ?? null)}</dd></div>
<div><dt>Of 100 containers without one, alarms on</dt><dd>${ofHundred(benigns?.alarm ?? null)}</dd></div>
<div><dt>… and leaves undecided</dt><dd>${ofHundred(benigns?.undecided ?? null)}</dd></div>
${failedLine(rates)}<div><dt>Answers</dt><dd>${speed.state === 'refused' ? 'not stated: see “Before you rely on it”' : latencyPromise(speed.scenarios, plan.taktSeconds)}</dd></div>
</dl>
</article>
`;
}

/** That the alarms below it say nothing; nothing where every threshold was chosen on scans. */
export function placeholderLine(points: readonly OperatingPoint[]): Html | null {
  if (points.every(isCalibrated)) return null;
  return html`<div><dt>Threshold</dt><dd>a placeholder, not calibrated: what alarms here says nothing of the technology</dd></div>
`;
}

/** Nothing where every scan was answered. */
export function failedLine(rates: DetectionRates): Html | null {
  const failed = failedShare(rates);
  return (
    failed &&
    html`<div><dt>Of 100 scans, gives no answer to</dt><dd>${ofHundred(failed)}</dd></div>
`
  );
}

/** A rate as so many of a hundred, with its bounds and what it came from. */
export function ofHundred(rate: Rate | null): Html {
  if (rate === null) return html`none were screened`;
  const [lower, upper] = rate.bounds.map(hundredths);
  return html`<b>${hundredths(rate.rate)}</b> [${lower ?? ''} to ${upper ?? ''}] <small>${rate.count} of ${rate.n} scans</small>`;
}

function hundredths(share: number): string {
  const value = 100 * share;
  return value > 0 && value < 10 ? value.toFixed(1) : value.toFixed(0);
}
