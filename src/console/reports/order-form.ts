import type { PlanOutline, ReportOrder } from '../../domain/report.ts';
import type { Technology } from '../../domain/technology.ts';
import type { Problem } from '../api-document.ts';
import { element, pageElement } from '../element.ts';
import { problemText } from './problem-text.ts';
import { planTexts, reportOrder } from './report-order.ts';

export interface OrderChoices {
  readonly plans: readonly PlanOutline[];
  readonly technologies: readonly Technology[];
  readonly sampleSets: readonly string[];
}

export interface OrderForm {
  show(choices: OrderChoices): void;
  /** Nothing can be chosen: the service gave no choices. */
  close(): void;
}

/** The form that asks for a report. `send` gives what went wrong, or null. */
export function createOrderForm(send: (order: ReportOrder) => Promise<Problem | null>): OrderForm {
  const form = pageElement('order', HTMLFormElement);
  const technologies = pageElement('order-technologies', HTMLElement);
  const sets = pageElement('order-sets', HTMLElement);
  const problem = pageElement('order-problem', HTMLElement);
  const start = pageElement('start', HTMLButtonElement);
  const plan = pageElement('plan', HTMLSelectElement);
  let plans: readonly PlanOutline[] = [];

  function explain(): void {
    const chosen = plans.find(({ name }) => name === plan.value);
    const texts = chosen === undefined ? null : planTexts(chosen, reportOrder(new FormData(form)));
    pageElement('technologies-without', HTMLElement).textContent = texts?.technologies ?? '';
    pageElement('sets-without', HTMLElement).textContent = texts?.samples ?? '';
    pageElement('order-length', HTMLElement).textContent = texts?.length ?? '';
  }

  form.addEventListener('change', explain);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    start.disabled = true;
    const wrong = await send(reportOrder(new FormData(form)));
    problem.hidden = wrong === null;
    problem.textContent = wrong === null ? '' : problemText(wrong);
    start.disabled = false;
  });
  return {
    show(choices) {
      plans = choices.plans;
      plan.replaceChildren(...plans.map(({ name }) => element('option', { value: name }, name)));
      technologies.replaceChildren(...choices.technologies.map(technologyChip));
      sets.replaceChildren(...choices.sampleSets.map((name) => chip('sampleSet', name, name)));
      start.disabled = false;
      explain();
    },
    close() {
      start.disabled = true;
    },
  };
}

function technologyChip({ id, state, reason }: Technology): HTMLElement {
  if (state === 'ready') return chip('technology', id, id);
  const label = chip('technology', id, id, `unavailable: ${reason}`);
  label.querySelector('input')?.setAttribute('disabled', '');
  return label;
}

function chip(name: string, value: string, text: string, title = ''): HTMLElement {
  const box = element('input', { type: 'checkbox', name, value });
  return element('label', { class: 'chip', ...(title !== '' && { title }) }, box, element('span', {}, text));
}
