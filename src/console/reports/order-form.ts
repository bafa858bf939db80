import type { PlanOutline, ReportOrder } from '../../domain/comparison/report.ts';
import { unbroken } from '../../domain/language/unbroken.ts';
import type { Technology } from '../../domain/technology/technology.ts';
import type { Problem } from '../api-document.ts';
import { element, pageElement } from '../element.ts';
import { problemText } from '../problem-text.ts';
import { redraw } from '../redraw.ts';
import { planTexts, reportOrder } from './report-order.ts';

export interface OrderChoices {
  readonly plans: readonly PlanOutline[];
  readonly sampleSets: readonly string[];
}

export interface OrderForm {
  /** What a report can be of; here and below, what was chosen stays chosen. */
  show(choices: OrderChoices): void;
  /** What can be compared now. */
  showTechnologies(all: readonly Technology[]): void;
  /** Nothing can be chosen: the service gave no choices. */
  close(): void;
}

/** The form that asks for a report. `send` gives what went wrong and stays true until something else is asked for, or null. */
export function createOrderForm(send: (order: ReportOrder) => Promise<Problem | null>): OrderForm {
  const form = pageElement('order', HTMLFormElement);
  const technologies = pageElement('order-technologies', HTMLElement);
  const sets = pageElement('order-sets', HTMLElement);
  const problem = pageElement('order-problem', HTMLElement);
  const start = pageElement('start', HTMLButtonElement);
  const plan = pageElement('plan', HTMLSelectElement);
  let plans: readonly PlanOutline[] = [];
  let ready = 0;
  let isSending = false;

  function explain(): void {
    const chosen = plans.find(({ name }) => name === plan.value);
    const texts = chosen === undefined ? null : planTexts(chosen, reportOrder(new FormData(form)), ready);
    pageElement('technologies-without', HTMLElement).textContent = texts?.technologies ?? '';
    pageElement('sets-without', HTMLElement).textContent = texts?.samples ?? '';
    pageElement('order-length', HTMLElement).textContent = unbroken(texts?.length ?? '');
  }

  form.addEventListener('change', explain);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    // Not disabled meanwhile: a button that is loses the keyboard.
    if (isSending) return;
    isSending = true;
    const wrong = await send(reportOrder(new FormData(form)));
    isSending = false;
    problem.hidden = wrong === null;
    problem.textContent = wrong === null ? '' : problemText(wrong);
  });
  return {
    show(choices) {
      const chosen = reportOrder(new FormData(form));
      plans = choices.plans;
      plan.replaceChildren(
        ...plans.map(({ name }) =>
          element('option', { value: name, ...(name === chosen.plan && { selected: '' }) }, name),
        ),
      );
      redraw(
        sets,
        choices.sampleSets.map((name) => chip('sampleSet', name, name, checkedIn(chosen.samples, name))),
      );
      start.disabled = false;
      explain();
    },
    showTechnologies(all) {
      const chosen = reportOrder(new FormData(form)).technologies;
      ready = all.filter(({ state }) => state === 'ready').length;
      redraw(
        technologies,
        all.map((technology) => technologyChip(technology, chosen)),
      );
      explain();
    },
    close() {
      start.disabled = true;
    },
  };
}

function technologyChip({ id, state, reason }: Technology, chosen: readonly string[] | undefined): HTMLElement {
  if (state === 'ready') return chip('technology', id, id, checkedIn(chosen, id));
  return chip('technology', id, id, { disabled: '' }, `unavailable: ${reason}`);
}

function checkedIn(chosen: readonly string[] | undefined, value: string): Readonly<Record<string, string>> {
  return chosen?.includes(value) ? { checked: '' } : {};
}

function chip(
  name: string,
  value: string,
  text: string,
  state: Readonly<Record<string, string>> = {},
  title = '',
): HTMLElement {
  const why = title !== '' && { title };
  const box = element('input', { type: 'checkbox', name, value, 'data-key': value, ...state, ...why });
  return element('label', { class: 'chip', ...why }, box, element('span', {}, text));
}
