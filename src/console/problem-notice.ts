import type { Problem } from './api-document.ts';
import { element, icon } from './element.ts';

export interface ProblemNotice {
  /** Shows what went wrong with which scan; null takes the notice away. */
  show(problem: Problem | null, scanName?: string): void;
}

/** What went wrong, in the service's words, and what to do about it. */
export function createProblemNotice(root: HTMLElement, onDismiss: () => void): ProblemNotice {
  return {
    show(problem, scanName) {
      root.hidden = problem === null;
      if (problem === null) return root.replaceChildren();
      const dismiss = element('button', { type: 'button', class: 'button' }, 'Dismiss');
      dismiss.addEventListener('click', onDismiss);
      root.replaceChildren(
        icon('problem'),
        element(
          'div',
          {},
          element('h2', {}, problem.title),
          ...(scanName === undefined ? [] : [element('p', { class: 'problem-scan' }, scanName)]),
          element('p', {}, problem.detail),
          element('p', { class: 'problem-cure' }, problem.cure),
          ...(problem.code === null ? [] : [element('code', {}, problem.code)]),
        ),
        dismiss,
      );
    },
  };
}
