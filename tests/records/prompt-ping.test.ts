import { expect, it, onTestFinished, vi } from 'vitest';
import { type Outcome, succeed } from '../../src/domain/failure.ts';
import { createPromptPing } from '../../src/records/prompt-ping.ts';
import { openLine } from './broken-line.ts';
import { createPostgresDatabase, hasPostgres } from './databases.ts';
import { openTestRecords } from './test-records.ts';

const SILENT = {
  ok: false,
  failure: { code: 'records-unavailable', message: expect.stringContaining('have not answered within') },
};
const LONG_MS = 80_000;

function askable() {
  const answers: ((outcome: Outcome<void>) => void)[] = [];
  const ask = vi.fn(() => new Promise<Outcome<void>>((resolve) => answers.push(resolve)));
  return { ask, answers };
}

it('gives what is answered, and asks once for all who wait', async () => {
  const { ask, answers } = askable();
  const ping = createPromptPing(ask, LONG_MS);
  const asked = [ping(), ping()];
  answers[0]?.(succeed(undefined));
  expect(await Promise.all(asked)).toEqual([succeed(undefined), succeed(undefined)]);
  const next = ping();
  answers[1]?.(succeed(undefined));
  expect(await next).toEqual(succeed(undefined));
  expect(ask).toHaveBeenCalledTimes(2);
});

it('takes silence for an answer, has few questions open, and asks again when they have ended', async () => {
  const { ask, answers } = askable();
  const ping = createPromptPing(ask, 5);
  for (let i = 0; i < 6; i++) expect(await ping()).toMatchObject(SILENT);
  expect(ask).toHaveBeenCalledTimes(3);
  for (const answer of answers) answer(succeed(undefined));
  await new Promise(setImmediate);
  ask.mockImplementation(async () => succeed(undefined));
  expect(await ping()).toEqual(succeed(undefined));
});

it('rejects with what the question rejects with, also where nobody waits for that any more', async () => {
  const bug = new Error('a bug');
  await expect(createPromptPing(() => Promise.reject(bug), LONG_MS)()).rejects.toBe(bug);
  let reject = (_bug: Error) => {};
  const late = new Promise<Outcome<void>>((_, no) => (reject = no));
  expect(await createPromptPing(() => late, 5)()).toMatchObject(SILENT);
  reject(bug);
  await new Promise(setImmediate);
});

it.skipIf(!hasPostgres)('a PostgreSQL that says nothing is not waited for, and asked again', async () => {
  const direct = new URL(await createPostgresDatabase());
  const line = await openLine(Number(direct.port || 5432));
  direct.port = String(line.port);
  const records = await openTestRecords(direct.href);
  onTestFinished(() => line.speak());
  expect(await records.ping()).toMatchObject({ ok: true });
  line.silence();
  expect(await records.ping()).toMatchObject(SILENT);
  line.speak();
  await vi.waitFor(async () => expect(await records.ping()).toMatchObject({ ok: true }), { timeout: 60_000 });
});
