import { pageElement } from '../element.ts';
import { problemText } from './problem-text.ts';
import { fetchReportFile } from './report-client.ts';

const STYLE = /<style>([^<]*)<\/style>/;

/**
 * Shows the page of a report in place of this one. A link to its file could not carry the key of this tab; and a blob
 * would inherit the policy of the console, which takes styles from files alone. A style sheet that a script makes is no
 * style of the page's text, so the policy stays as strict as it is: whatever a report holds, nothing of it runs.
 */
async function showReport(id: string): Promise<void> {
  const note = pageElement('report-note', HTMLElement);
  const answer = await fetchReportFile(id, 'report.html');
  if (!answer.ok) {
    note.textContent = problemText(answer.problem);
    note.classList.add('is-problem');
    return;
  }
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

await showReport(new URLSearchParams(location.search).get('id') ?? '');
document.body.setAttribute('data-state', 'ready');
