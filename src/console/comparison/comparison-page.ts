import type { LiveComparison } from '../../domain/comparison/live-comparison.ts';
import { fetchComparison, fetchTechnologies, fetchWhoScreens } from '../api-client.ts';
import type { Problem } from '../api-document.ts';
import { createAskAgain } from '../ask-again.ts';
import { element, pageElement } from '../element.ts';
import { createKeyDialog } from '../key-dialog.ts';
import { timeZoneName, withMomentTexts } from '../moment-text.ts';
import { createPageNote } from '../page-note.ts';
import { answerText } from './answer-text.ts';
import { addressWith } from './choice-address.ts';
import { choiceQuery } from './choice-query.ts';
import { chooseFromAddress } from './choose-from-address.ts';
import { evidenceCards } from './evidence-cards.ts';
import { firstChoice } from './first-choice.ts';
import { partsCard } from './parts-card.ts';
import { qualityCards } from './quality-cards.ts';
import { whyNoChoice } from './why-no-choice.ts';

const form = pageElement('choice', HTMLFormElement);
const root = pageElement('comparison', HTMLElement);
const body = pageElement('comparison-body', HTMLElement);
const announcement = pageElement('announcement', HTMLElement);
/** Grows with every question: an answer that was overtaken is not shown. */
let turn = 0;
let isChoiceRead = false;
/** How many technologies there are to choose from. */
let known = 0;

const keyDialog = createKeyDialog(() => void start());
const note = createPageNote(pageElement('comparison-note', HTMLElement), keyDialog.ask);
const again = createAskAgain(() => void compare());

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
  again.cancel();
  if (!isChoiceRead) return start();
  // A year of six digits is no date: the browser points at it.
  if (!form.reportValidity()) return;
  const mine = ++turn;
  const query = choiceQuery(new FormData(form));
  if (query === null) {
    body.replaceChildren();
    note.say(whyNoChoice(known));
    return root.setAttribute('aria-busy', 'false');
  }
  root.setAttribute('aria-busy', 'true');
  const answer = await fetchComparison(query);
  if (mine !== turn) return;
  root.setAttribute('aria-busy', 'false');
  if (answer.ok) {
    note.say('');
    show(answer.value);
  } else {
    complain(answer.problem);
  }
}

function complain(problem: Problem): void {
  body.replaceChildren();
  root.setAttribute('aria-busy', 'false');
  note.sayProblem(problem);
  again.afterProblem(problem);
}

/** Compares once, though Enter in a field that was changed says so twice. */
function compareSoon(): void {
  turn += 1;
  again.after(0);
}

form.addEventListener('change', () => {
  // Before there is anything to choose from, nothing is chosen: what a link named would be lost.
  if (isChoiceRead) history.replaceState(null, '', addressWith(location.href, new FormData(form)));
  compareSoon();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  compareSoon();
});

/** Fills the choice with what there is to choose from, and compares; anew with each key, and until it could be had. */
async function start(): Promise<void> {
  const mine = ++turn;
  again.cancel();
  isChoiceRead = false;
  const [technologies, who] = await Promise.all([fetchTechnologies(), fetchWhoScreens()]);
  if (mine !== turn) return;
  if (!technologies.ok) return complain(technologies.problem);
  isChoiceRead = true;
  const ids = technologies.value.map(({ id }) => id);
  known = ids.length;
  const chosen = firstChoice(ids, who.ok ? who.value : { screensNow: null, challengers: [] });
  for (const [index, name] of ['first', 'second'].entries()) {
    const select = form.elements.namedItem(name);
    if (!(select instanceof HTMLSelectElement)) throw new Error(`comparison.html has no select "${name}".`);
    select.replaceChildren(...ids.map((id) => element('option', { value: id }, id)));
    select.value = chosen[Math.min(index, chosen.length - 1)] ?? '';
  }
  chooseFromAddress(form, location.search);
  await compare();
}

pageElement('choice-zone', HTMLElement).textContent =
  `Days and times are those of your time zone, ${timeZoneName()}; weeks are those of UTC.`;
await start();
document.body.setAttribute('data-state', 'ready');
