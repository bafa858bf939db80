import { type Html, html } from '../../bench/html/html.ts';
import type { MergedReport } from '../merged-report.ts';

/** What a reader must know before believing a number; nothing where there is nothing. */
export function notesSection({ notes }: MergedReport): Html {
  if (notes.length === 0) return html``;
  return html`<section id="warnings" class="warnings">
<h2>Before you rely on it</h2>
<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>
</section>
`;
}
