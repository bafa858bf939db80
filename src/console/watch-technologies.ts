import type { Technology } from '../domain/technology/technology.ts';
import type { Answer } from './api-document.ts';

const PAUSE_MS = 1500;
/** After a minute and a half what is unavailable waits for a person, a server or a GPU rather than for its warm-up. */
const BRISK_ROUNDS = 60;
const LONG_PAUSE_MS = 15_000;

interface WatchOptions {
  readonly ask: () => Promise<Answer<readonly Technology[]>>;
  readonly isHidden: () => boolean;
  readonly onAnswer: (answer: Answer<readonly Technology[]>) => void;
}

let watches = 0;

/**
 * Tells what can screen now, and again whenever that changes until all can; without a key it asks once. A page that nobody
 * looks at asks nothing. A page has one watch: another one ends that before.
 */
export async function watchTechnologies({ ask, isHidden, onAnswer }: WatchOptions): Promise<void> {
  const mine = ++watches;
  let seen = '';
  for (let round = 0; mine === watches; round++) {
    if (!isHidden()) {
      const answer = await ask();
      if (mine !== watches) return;
      const states = JSON.stringify(answer.ok ? answer.value.map(({ id, state }) => [id, state]) : answer.problem);
      if (states !== seen) onAnswer(answer);
      seen = states;
      if (answer.ok ? answer.value.every(({ state }) => state === 'ready') : answer.problem.code === 'unauthenticated')
        return;
    }
    const pauseMs = round < BRISK_ROUNDS ? PAUSE_MS : LONG_PAUSE_MS;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
