import { REMOTE_HEAD, REMOTE_NOTE, remoteRows } from '../report/remote-text.ts';
import type { Report } from '../report/report.ts';
import { Html, html } from './html.ts';
import { tableHtml } from './table.ts';

/** What the network takes of technologies that other servers run; nothing where all run here. */
export function remoteSection(report: Report): Html {
  const rows = remoteRows(report);
  if (rows.length === 0) return new Html('');
  return html`<section id="remote">
<h2>What asking another machine takes</h2>
<p class="quiet">${REMOTE_NOTE}</p>
${tableHtml({ caption: 'Per scan, and for one empty request.', head: [...REMOTE_HEAD], rows })}
</section>
`;
}
