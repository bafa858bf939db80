import { counted } from '../../../domain/language/counted.ts';
import { type FiguresOf, figuresHtml, rateFigures } from '../../bench/html/figures.ts';
import { type Html, html } from '../../bench/html/html.ts';
import type { MergedReport, MergedTechnology } from '../merged-report.ts';

/** What a reader without the trade takes home: who finds how many of a hundred over all ports. */
export function wordsSection({ ports, technologies }: MergedReport): Html {
  const threats = ports.reduce((sum, port) => sum + port.threats, 0);
  const benigns = ports.reduce((sum, port) => sum + port.benigns, 0);
  return html`<section id="summary">
<h2>In plain words</h2>
<p class="lead">${ports.length} ports judged ${counted(threats + benigns, 'scan')} of containers, each on its own machine: ${threats} with a threat in them, ${benigns} without. No picture of a scan left its port.</p>
${figuresHtml(technologies.map(figuresOf))}<p class="quiet">Numbers in brackets are 95 % bounds: how far the truth may be from what these scans showed, were the ports one. What is left undecided an officer must look at, as at an alarm.</p>
</section>
`;
}

function figuresOf({ label, operatingPoints, pooled, byPort }: MergedTechnology): FiguresOf {
  const ports = byPort.map(({ port }) => port).join(', ');
  return { name: label, figures: [...rateFigures(operatingPoints, pooled.rates), { term: 'Ports', value: ports }] };
}
