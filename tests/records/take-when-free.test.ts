import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type LockAnswer, takeWhenFree } from '../../src/records/take-when-free.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Asks for a lock that stands like this second by second, and then stays as it was last; gives whether it was taken, after how many seconds. */
async function waitedFor(...seconds: readonly LockAnswer[]) {
  const began = performance.now();
  const onEnding = vi.fn();
  const taking = takeWhenFree(async () => {
    const second = Math.floor((performance.now() - began) / 1000);
    return seconds[Math.min(second, seconds.length - 1)] ?? 'served';
  }, onEnding).then((isTaken) => ({ isTaken, after: Math.round((performance.now() - began) / 1000) }));
  await vi.runAllTimersAsync();
  return { ...(await taking), told: onEnding.mock.calls.length };
}

it('takes what is free at once', async () => {
  expect(await waitedFor('taken')).toEqual({ isTaken: true, after: 0, told: 0 });
});

it('gives a service that was just killed five seconds to be noticed', async () => {
  expect(await waitedFor('served', 'served', 'served', 'taken')).toEqual({ isTaken: true, after: 3, told: 0 });
  expect(await waitedFor('served')).toEqual({ isTaken: false, after: 5, told: 0 });
});

it('waits a minute for processes that still answer, and says so once', async () => {
  const ending = (seconds: number) => Array.from({ length: seconds }, (): LockAnswer => 'ending');
  expect(await waitedFor('served', ...ending(30), 'taken')).toEqual({ isTaken: true, after: 31, told: 1 });
  expect(await waitedFor('ending')).toEqual({ isTaken: false, after: 60, told: 1 });
});

it('leaves the lock to another service that was faster', async () => {
  expect(await waitedFor('ending', 'ending', 'served')).toEqual({ isTaken: false, after: 7, told: 1 });
});
