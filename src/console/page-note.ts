import type { Problem } from './api-document.ts';
import { problemText } from './problem-text.ts';

/** The one line that says what a page waits for, or what went wrong. */
export interface PageNote {
  /** An empty text takes the line away. */
  say(text: string): void;
  sayProblem(problem: Problem): void;
}

/** `onKeyRefused` hears why the service did not take the key. */
export function createPageNote(root: HTMLElement, onKeyRefused: (why: string) => void): PageNote {
  function show(text: string, isProblem: boolean): void {
    // What is said again by itself would be read out again, too.
    if (root.textContent !== text) root.textContent = text;
    root.hidden = text === '';
    root.classList.toggle('is-problem', isProblem);
  }
  return {
    say: (text) => show(text, false),
    sayProblem(problem) {
      show(problemText(problem), true);
      if (problem.code === 'unauthenticated') onKeyRefused(problem.detail);
    },
  };
}
