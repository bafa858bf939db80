import { describe, expect, it } from 'vitest';
import { cpuSplits } from '../../src/performance/cpu-splits.ts';

const threadsHelp = true;

describe('cpuSplits', () => {
  it('begins with the default and asks for no more threads than there are CPUs, each split once', () => {
    for (let cpus = 1; cpus <= 96; cpus++) {
      const splits = cpuSplits(cpus, { threadsHelp });
      expect(splits[0]).toEqual({ workers: cpus, intraOpThreads: 1 });
      expect(splits.every(({ workers, intraOpThreads }) => workers >= 1 && workers * intraOpThreads <= cpus)).toBe(
        true,
      );
      expect(new Set(splits.map((split) => JSON.stringify(split))).size).toBe(splits.length);
      expect(splits.length).toBeLessThanOrEqual(2 * (Math.log2(cpus) + 2));
    }
  });

  it('tries a worker a CPU, one alone, and one that has all CPUs', () => {
    expect(cpuSplits(2, { threadsHelp })).toEqual([
      { workers: 2, intraOpThreads: 1 },
      { workers: 1, intraOpThreads: 1 },
      { workers: 1, intraOpThreads: 2 },
    ]);
    expect(cpuSplits(6, { threadsHelp })).toContainEqual({ workers: 1, intraOpThreads: 6 });
  });

  it('gives an inference one thread where its runtime cannot share it out', () => {
    expect(cpuSplits(8, { threadsHelp: false })).toEqual([
      { workers: 8, intraOpThreads: 1 },
      { workers: 4, intraOpThreads: 1 },
    ]);
  });
});
