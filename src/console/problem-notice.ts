import type { Problem } from './api-document.ts';
import { element, icon } from './element.ts';

export interface ProblemNotice {
  /** Shows what went wrong with which scan, and how to try again where that can be; null takes the notice away. */
  show(problem: Problem | null, scanName?: string, tryAgain?: () => void): void;
}

/** What went wrong, in the service's words, and what to do about it. */
export function createProblemNotice(root: HTMLElement, onDismiss: () => void): ProblemNotice {
  return {
    show(problem, scanName, tryAgain) {
      root.hidden = problem === null;
      if (problem === null) return root.replaceChildren();
      const dismiss = element('button', { type: 'button', class: 'button' }, 'Dismiss');
      dismiss.addEventListener('click', onDismiss);
      const buttons = element('div', { class: 'problem-buttons' }, dismiss);
      if (tryAgain !== undefined) {
        const again = element('button', { type: 'button', class: 'button is-primary' }, 'Try again');
        again.addEventListener('click', tryAgain);
        buttons.prepend(again);
      }
      root.replaceChildren(
        icon('problem'),
        element(
          'div',
          { class: 'problem-text' },
          element('h2', {}, problem.title),
          ...(scanName === undefined ? [] : [element('p', { class: 'problem-scan' }, scanName)]),
          element('p', {}, problem.detail),
          element('p', { class: 'problem-cure' }, problem.cure),
          ...(problem.code === null ? [] : [element('code', {}, problem.code)]),
        ),
        buttons,
      );
    },
  };
}
