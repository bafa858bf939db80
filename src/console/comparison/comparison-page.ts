import type { LiveComparison } from '../../domain/live-comparison.ts';
import { fetchComparison, fetchTechnologies, fetchWhoScreens } from '../api-client.ts';
import type { Problem } from '../api-document.ts';
import { element, pageElement } from '../element.ts';
import { createKeyDialog } from '../key-dialog.ts';
import { timeZoneName, withMomentTexts } from '../moment-text.ts';
import { answerText } from './answer-text.ts';
import { choiceQuery } from './choice-query.ts';
import { evidenceCards } from './evidence-cards.ts';
import { firstChoice } from './first-choice.ts';
import { partsCard } from './parts-card.ts';
import { qualityCards } from './quality-cards.ts';

const form = pageElement('choice', HTMLFormElement);
const root = pageElement('comparison', HTMLElement);
const note = pageElement('comparison-note', HTMLElement);
const body = pageElement('comparison-body', HTMLElement);
const announcement = pageElement('announcement', HTMLElement);
/** Grows with every question: an answer that was overtaken is not shown. */
let turn = 0;

function say(text: string, isProblem = false): void {
  note.textContent = text;
  note.hidden = text === '';
  note.classList.toggle('is-problem', isProblem);
}

const keyDialog = createKeyDialog(() => void start());

function sayProblem({ title, detail, cure, code }: Problem): void {
  say(`${title}. ${detail} ${cure}`, true);
  if (code === 'unauthenticated') keyDialog.ask(detail);
}

function show(comparison: LiveComparison): void {
  const count = comparison.screened;
  const scans = `${count.toLocaleString('en')} ${count === 1 ? 'scan' : 'scans'} that both screened`;
  const left =
    comparison.withoutChampion === 0
      ? ''
      : `, and ${comparison.withoutChampion.toLocaleString('en')} more that no champion screened and that count nowhere`;
  const answers = answerText(comparison);
  const answer = element(
    'article',
    { class: 'card is-wide' },
    ...answers.map((text) => element('p', { class: 'answer' }, text)),
    element('p', { class: 'fine-print' }, `${scans}${left}.`),
  );
  const warnings = element(
    'ul',
    { class: 'warnings is-wide', 'aria-label': 'What to know before using a figure' },
    ...comparison.warnings.map((warning) => element('li', {}, withMomentTexts(warning))),
  );
  const cards =
    comparison.screened === 0
      ? []
      : [...qualityCards(comparison), ...evidenceCards(comparison), ...partsCard(comparison)];
  body.replaceChildren(answer, warnings, ...cards);
  // The tables are there to be read, not to be recited at every change of a date.
  announcement.textContent = `${answers.join(' ')} ${scans}.`;
}

async function compare(): Promise<void> {
  // A year of six digits is no date: the browser points at it.
  if (!form.reportValidity()) return;
  const mine = ++turn;
  const query = choiceQuery(new FormData(form));
  if (query === null) {
    body.replaceChildren();
    say('Choose two different technologies.');
    return root.setAttribute('aria-busy', 'false');
  }
  root.setAttribute('aria-busy', 'true');
  const answer = await fetchComparison(query);
  if (mine !== turn) return;
  root.setAttribute('aria-busy', 'false');
  if (answer.ok) {
    say('');
    show(answer.value);
  } else {
    body.replaceChildren();
    sayProblem(answer.problem);
  }
}

form.addEventListener('change', () => void compare());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void compare();
});

/** Fills the choice with what there is to choose from, and compares; anew with each key. */
async function start(): Promise<void> {
  const mine = ++turn;
  const [technologies, who] = await Promise.all([fetchTechnologies(), fetchWhoScreens()]);
  if (mine !== turn) return;
  if (!technologies.ok) {
    body.replaceChildren();
    root.setAttribute('aria-busy', 'false');
    return sayProblem(technologies.problem);
  }
  const ids = technologies.value.map(({ id }) => id);
  const chosen = firstChoice(ids, who.ok ? who.value : { screensNow: null, challengers: [] });
  for (const [index, name] of ['first', 'second'].entries()) {
    const select = form.elements.namedItem(name);
    if (!(select instanceof HTMLSelectElement)) throw new Error(`comparison.html has no select "${name}".`);
    select.replaceChildren(...ids.map((id) => element('option', { value: id }, id)));
    select.value = chosen[Math.min(index, chosen.length - 1)] ?? '';
  }
  await compare();
}

pageElement('choice-zone', HTMLElement).textContent =
  `Days and times are those of your time zone, ${timeZoneName()}; weeks are those of UTC.`;
await start();
document.body.setAttribute('data-state', 'ready');
