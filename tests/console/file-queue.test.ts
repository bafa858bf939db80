import { expect, it } from 'vitest';
import { createFileQueue } from '../../src/console/file-queue.ts';

it('does one after the other, also what comes meanwhile, and then tells what came of all', async () => {
  const begun: string[] = [];
  const told: (readonly string[])[] = [];
  let isBusy = false;
  const queue = createFileQueue(
    async (name: string) => {
      expect(isBusy).toBe(false);
      isBusy = true;
      begun.push(name);
      await Promise.resolve();
      isBusy = false;
      return name.toUpperCase();
    },
    (results) => told.push(results),
  );
  const first = queue.add(['a', 'b']);
  await queue.add(['c']);
  expect(queue.waitingCount()).toBe(2);
  expect(queue.isWorking()).toBe(true);
  await first;
  expect(queue.isWorking()).toBe(false);
  expect(begun).toEqual(['a', 'b', 'c']);
  expect(told).toEqual([['A', 'B', 'C']]);
  await queue.add(['d']);
  expect(told).toEqual([['A', 'B', 'C'], ['D']]);
});
