import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { shipped } from '../src/installation.ts';
import { createQuestionThread } from '../src/question-thread.ts';
import { temporaryFolder } from './fixtures/temporary-folder.ts';

/** A thread that doubles numbers, and throws on a negative one. */
async function doubling() {
  const entry = join(await temporaryFolder(), 'doubling.mjs');
  const home = pathToFileURL(shipped('dist', 'src', 'question-thread.js'));
  await writeFile(
    entry,
    `import { answerQuestions } from '${home}';
    answerQuestions((n) => { if (n < 0) throw new Error('negative'); return 2 * n; });`,
  );
  const thread = createQuestionThread<number>(entry);
  onTestFinished(() => thread.end());
  return thread;
}

it('answers each question, however many are asked at once', async () => {
  const thread = await doubling();
  const numbers = Array.from({ length: 50 }, (_, n) => n);
  expect(await Promise.all(numbers.map((n) => thread.ask<number>(n)))).toEqual(numbers.map((n) => 2 * n));
});

it('rejects what waits for a thread that threw, and starts another for the next question', async () => {
  const thread = await doubling();
  const asked = await Promise.allSettled([thread.ask<number>(1), thread.ask<number>(-1), thread.ask<number>(2)]);
  expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(asked[1]).toMatchObject({ reason: { message: 'negative' } });
  expect(await thread.ask<number>(3)).toBe(6);
});

it('answers what it was asked before it ends', async () => {
  const thread = await doubling();
  const answer = thread.ask<number>(21);
  await thread.end();
  expect(await answer).toBe(42);
  expect(await thread.ask<number>(1)).toBe(2);
});
