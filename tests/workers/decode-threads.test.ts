import { expect, it } from 'vitest';
import { poolThreadsToSet } from '../../src/workers/decode-threads.ts';

it.each([
  [1, undefined, null],
  [2, undefined, null],
  [3, undefined, 5],
  [16, undefined, 18],
  [16, '8', null],
])('%s workers with a pool set to %s need %s threads to be set', (workers, alreadySet, threads) => {
  expect(poolThreadsToSet(workers, alreadySet)).toBe(threads);
});
