import type { Technology } from '../domain/technology.ts';
import { fetchTechnologies } from './api-client.ts';
import type { Answer } from './api-document.ts';

const PAUSE_MS = 1500;
/** After a minute and a half what is unavailable is broken rather than warming up. */
const MAX_ROUNDS = 60;

/** Tells what can screen now, and again whenever that changes while the service warms up; without a key it asks once. */
export async function watchTechnologies(onAnswer: (answer: Answer<readonly Technology[]>) => void): Promise<void> {
  let seen = '';
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const answer = await fetchTechnologies();
    const states = JSON.stringify(answer.ok ? answer.value.map(({ id, state }) => [id, state]) : answer.problem);
    if (states !== seen) onAnswer(answer);
    seen = states;
    if (answer.ok ? answer.value.every(({ state }) => state === 'ready') : answer.problem.code === 'unauthenticated')
      return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
