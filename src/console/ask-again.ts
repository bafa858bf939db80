import type { FailureCode } from '../domain/failure.ts';
import type { Problem } from './api-document.ts';

/** After a problem: a service that restarts is back within a few of these. */
const PAUSE_MS = 10_000;

/** Which problems last until somebody does something: sends another key, asks for something else, opens another page. */
const LASTING: ReadonlySet<string | null> = new Set<FailureCode>([
  'unauthenticated',
  'forbidden',
  'foreign-page',
  'misdirected',
  'malformed-request',
  'method-not-allowed',
  'not-found',
  'unknown-technology',
]);

export interface AskAgain {
  /** Asks once more after a while, in place of when it was to be asked before. */
  after(pauseMs: number): void;
  /** Asks once more after a problem that may pass by itself. */
  afterProblem(problem: Problem): void;
  /** Does not ask again: it is asked now, or not any more. */
  cancel(): void;
}

/** Asks the service once more by itself, as while it restarts. A page that nobody looks at asks nothing. */
export function createAskAgain(ask: () => void): AskAgain {
  let timer = 0;
  function after(pauseMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => (document.hidden ? after(pauseMs) : ask()), pauseMs);
  }
  return {
    after,
    afterProblem({ code }) {
      if (!LASTING.has(code)) after(PAUSE_MS);
    },
    cancel: () => clearTimeout(timer),
  };
}
