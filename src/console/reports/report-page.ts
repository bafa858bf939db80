import type { Problem } from '../api-document.ts';
import { pageElement } from '../element.ts';
import { createKeyDialog } from '../key-dialog.ts';
import { createPageNote } from '../page-note.ts';
import { fetchReportFile } from './report-client.ts';

const STYLE = /<style>([^<]*)<\/style>/;

const keyDialog = createKeyDialog(() => void showReport());
const note = createPageNote(pageElement('report-note', HTMLElement), keyDialog.ask);

/**
 * Shows the page of a report in place of this one. A link to its file could not carry the key of this tab; and a blob
 * would inherit the policy of the console, which takes styles from files alone. A style sheet that a script makes is no
 * style of the page's text, so the policy stays as strict as it is: whatever a report holds, nothing of it runs.
 */
async function showReport(): Promise<void> {
  const id = new URLSearchParams(location.search).get('id') ?? '';
  const answer = await fetchReportFile(id, 'report.html');
  if (!answer.ok) return note.sayProblem(fitting(answer.problem));
  const text = await answer.value.text();
  // Taken out before the page is parsed: the parser already holds the style against the policy of the console.
  const sheet = new CSSStyleSheet();
  await sheet.replace(STYLE.exec(text)?.[1] ?? '');
  const report = new DOMParser().parseFromString(text.replace(STYLE, ''), 'text/html');
  for (const link of document.querySelectorAll('link[rel=stylesheet]')) link.remove();
  document.adoptedStyleSheets = [sheet];
  document.title = report.title;
  document.body.replaceWith(report.body);
}

/** Reloading brings no report back. */
function fitting(problem: Problem): Problem {
  if (problem.code !== 'not-found') return problem;
  return { ...problem, cure: 'It may have been removed: “Reports” lists those that there are.' };
}

await showReport();
document.body.setAttribute('data-state', 'ready');
