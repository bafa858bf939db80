import type { PairReport } from '../report/pair-report.ts';
import { type Html, html } from './html.ts';

/** What each first technology is beside the second, a sentence a pair. */
export function pairVerdicts(pairs: readonly PairReport[]): Html {
  return html`<ul class="verdicts">${pairs.map(
    ({ first, second, verdict }) =>
      html`<li><strong>${first}</strong> beside <strong>${second}</strong>: ${verdict}.</li>
`,
  )}</ul>
`;
}
