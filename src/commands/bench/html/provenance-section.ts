import { counted } from '../../../domain/language/counted.ts';
import { setName } from '../../evaluation/evaluation-markdown.ts';
import { withoutFolders } from '../../origin/command-text.ts';
import { hostText, scanbenchText } from '../../origin/host-text.ts';
import { limitText, percent, rangeText } from '../../report-text/number-text.ts';
import { drivenText } from '../plan/driven-text.ts';
import type { Report } from '../report/report.ts';
import { type Html, html } from './html.ts';
import { keyed } from './series.ts';
import { tableHtml } from './table.ts';

/** Whether the technologies came from another folder than the shipped one, which a run without the option takes. */
function hasOwnModels(command: string): boolean {
  return / --models[ =]/.test(command);
}

/** On what, by what and on which machine: all that it takes to make the report again, or to doubt it. */
export function provenanceSection({ evaluation, technologies, plan, onnxRuntime }: Report): Html {
  const { host, seed, command, sets } = evaluation;
  return html`<section id="made">
<h2>How it was made</h2>
<dl class="facts">
<div><dt>Machine</dt><dd>${hostText(host)}</dd></div>
<div><dt>Driven</dt><dd>${drivenText(plan, onnxRuntime)}</dd></div>
<div><dt>Command</dt><dd><code>${withoutFolders(command)}</code></dd></div>
<div><dt>Seed</dt><dd>${seed}, of the bootstraps and the order of scans</dd></div>
<div><dt>Timed</dt><dd>${technologies[0]?.answers.scans ?? 0} of the scans</dd></div>
</dl>
${tableHtml({
  caption: 'Sample sets.',
  head: ['set', 'benign scans', 'threats', 'of these below penetration', 'SHA-256 of the planes'],
  rows: sets.map((set) => [
    setName(set),
    set.benigns,
    set.threats,
    set.belowPenetration,
    set.planesSha256 === null ? '–' : html`<code>${set.planesSha256}</code>`,
  ]),
})}
${tableHtml({
  caption: 'Technologies, with the operating points that scans were judged at.',
  head: ['technology', 'version', 'precision', 'operating points', 'SHA-256 of the weights', 'SHA-256 of the answers'],
  rows: technologies.map(({ id, model, precision, answers }, place) => [
    keyed(place, id),
    model.version,
    precision,
    (evaluation.technologies.find((technology) => technology.id === id)?.operatingPoints ?? []).map(
      ({ name, threshold, pfaLimit, benignCount, pfaBounds }) =>
        html`<div>${name}: ${threshold}, for Pfa ${limitText(pfaLimit)} (${rangeText(pfaBounds, percent)} % on ${counted(benignCount, 'benign scan')})</div>`,
    ),
    html`<code>${model.sha256}</code>`,
    html`<code>${answers.sha256}</code>`,
  ]),
})}
<h3>To make it again</h3>
<ol>
<li>Install ${scanbenchText(host)} with Node ${host.node}, and take the models and sample sets whose hashes stand above.</li>
<li>Save the plan below as <code>plan.json</code>; its sample sets are sought from the folder that it lies in.</li>
<li>Run <code>scanbench bench --plan plan.json --out again</code>${hasOwnModels(command) ? html`, with <code>--models</code> and the folder that holds these models` : ''}. On the same kind of processor, answers and quality come out the same; speeds are those of your machine.</li>
<li>Beside this page lie <code>report.json</code>, which holds every number here, <code>scores.csv</code> with every score, and <code>speed.csv</code> with every round.</li>
</ol>
<pre role="region" aria-label="The plan" tabindex="0">${JSON.stringify({ ...plan, technologies: technologies.map(({ id }) => id), samples: sets.map(setName) }, null, 1)}</pre>
</section>
`;
}
