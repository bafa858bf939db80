import { type Html, html } from '../../bench/html/html.ts';
import { keyed } from '../../bench/html/series.ts';
import { failedLine, ofHundred, placeholderLine } from '../../bench/html/summary-section.ts';
import type { MergedReport, MergedTechnology } from '../merged-report.ts';

/** What a reader without the trade takes home: who finds how many of a hundred over all ports. */
export function wordsSection({ ports, technologies }: MergedReport): Html {
  const threats = ports.reduce((sum, port) => sum + port.threats, 0);
  const benigns = ports.reduce((sum, port) => sum + port.benigns, 0);
  return html`<section id="summary">
<h2>In plain words</h2>
<p class="lead">${ports.length} ports judged ${threats + benigns} scans of containers, each on its own machine: ${threats} with a threat in them, ${benigns} without. No picture of a scan left its port.</p>
<div class="cards">${technologies.map(card)}</div>
<p class="quiet">Numbers in brackets are 95 % bounds: how far the truth may be from what these scans showed, were the ports one. What is left undecided an officer must look at, as at an alarm.</p>
</section>
`;
}

function card({ label, operatingPoints, pooled, byPort }: MergedTechnology, place: number): Html {
  const { threats, benigns } = pooled.rates;
  return html`<article class="card">
<h3>${keyed(place, label)}</h3>
<dl>
${placeholderLine(operatingPoints)}<div><dt>Of 100 containers with a threat, alarms on</dt><dd>${ofHundred(threats?.alarm ?? null)}</dd></div>
<div><dt>… and leaves undecided</dt><dd>${ofHundred(threats?.undecided ?? null)}</dd></div>
<div><dt>Of 100 containers without one, alarms on</dt><dd>${ofHundred(benigns?.alarm ?? null)}</dd></div>
<div><dt>… and leaves undecided</dt><dd>${ofHundred(benigns?.undecided ?? null)}</dd></div>
${failedLine(pooled.rates)}<div><dt>Ports</dt><dd>${byPort.map(({ port }) => port).join(', ')}</dd></div>
</dl>
</article>
`;
}
