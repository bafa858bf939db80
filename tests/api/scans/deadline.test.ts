import { expect, it } from 'vitest';
import { whyUnawaited, withinDeadline } from '../../../src/api/scans/deadline.ts';

it('counts from the moment the body had arrived whole, however long ago that was, and says how long was allowed', async () => {
  const never = new Promise<never>(() => {});
  const failed = await withinDeadline(never, { at: performance.now() - 5000, ms: 600_000 });
  expect(failed).toMatchObject({
    failure: { code: 'deadline-passed', message: expect.stringContaining('within 600000 ms') },
  });
});

const failure = (word: string) => ({ code: 'deadline-passed', message: expect.stringContaining(word) });

it('says of an answer why nobody waits for it any more', () => {
  const waiting = new AbortController().signal;
  const inTime = Number.POSITIVE_INFINITY;
  expect(whyUnawaited({ deadline: { at: inTime, ms: 1000 }, signal: waiting })).toBeNull();
  expect(whyUnawaited({ deadline: { at: performance.now(), ms: 1000 }, signal: waiting })).toEqual(failure('deadline'));
  expect(whyUnawaited({ deadline: { at: inTime, ms: 1000 }, signal: AbortSignal.abort() })).toEqual(
    failure('sender left'),
  );
});
