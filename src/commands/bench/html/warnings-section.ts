import type { Report } from '../report/report.ts';
import { type Html, html } from './html.ts';

/** What a reader must know before believing a number; nothing where there is nothing. */
export function warningsSection({ warnings, technologies, unavailable }: Report): Html {
  const refused = technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused' ? [`${id} has no speed: ${speed.reason}`] : [],
  );
  const missing = unavailable.map(
    ({ technology, reason }) => `Not ready, hence not compared: ${technology}: ${reason}`,
  );
  const said = [...refused, ...warnings, ...missing];
  if (said.length === 0) return html``;
  return html`<section id="warnings" class="warnings">
<h2>Before you rely on it</h2>
<ul>${said.map((sentence) => html`<li>${sentence}</li>`)}</ul>
</section>
`;
}
