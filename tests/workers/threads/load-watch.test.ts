import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLoadWatch } from '../../../src/workers/threads/load-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells once of a thread that is at the same model for too long, and of no other', () => {
  const hung: [object, string][] = [];
  const watch = createLoadWatch({ looks: 3, everyMs: 1000, onHang: (thread, model) => hung.push([thread, model]) });
  const [slow, steady, done] = [{}, {}, {}];
  for (const thread of [slow, steady, done]) watch.note(thread, 'first');
  vi.advanceTimersByTime(2000);
  watch.note(steady, 'second');
  watch.note(done, null);
  vi.advanceTimersByTime(2000);
  expect(hung).toEqual([[slow, 'first']]);
  vi.advanceTimersByTime(1000);
  expect(hung).toEqual([
    [slow, 'first'],
    [steady, 'second'],
  ]);
  watch.stop();
});
