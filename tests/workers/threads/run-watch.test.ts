import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isRaised, raiseOnAbort } from '../../../src/workers/call-off.ts';
import { createRunWatch } from '../../../src/workers/threads/run-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const watch = createRunWatch({ looks: 3, everyMs: 1000 });
  const flag = raiseOnAbort();
  const told = vi.fn();
  const { hung, end } = watch.begin(flag);
  void hung.then(told);
  return { flag, told, end };
}

it('tells of work that has taken no step for so many looks, once', async () => {
  const { told } = watched();
  await vi.advanceTimersByTimeAsync(2999);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toHaveBeenCalledTimes(1);
});

it('lets work go on for as long as it takes steps, and then until it has ended', async () => {
  const { flag, told, end } = watched();
  for (let second = 0; second < 20; second++) {
    await vi.advanceTimersByTimeAsync(1000);
    if (second % 2 === 0) isRaised(flag);
  }
  end();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).not.toHaveBeenCalled();
});
