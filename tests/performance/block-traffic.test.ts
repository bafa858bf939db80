import { describe, expect, it } from 'vitest';
import { type BlockShape, blockTraffic } from '../../src/performance/block-traffic.ts';

const TERMS = { leastMs: 0, scans: 6, depth: 4, seed: 1 };

/** How many queries a block has whose target answers each at once, and when they were due. */
function dueOf(shape: BlockShape): readonly number[] {
  const { traffic } = blockTraffic(shape, TERMS);
  const due: number[] = [];
  const latenciesMs: number[] = [];
  for (;;) {
    const lastAnswerMs = due.at(-1) ?? 0;
    const next = traffic({ nowMs: lastAnswerMs, issued: due.length, latenciesMs, lastAnswerMs });
    if (next === 'over' || next === 'wait-for-answer') return due;
    due.push(next.dueMs);
    latenciesMs.push(0);
  }
}

describe('a block', () => {
  it.each<[BlockShape, number]>([
    [{ scenario: 'single-stream' }, 6],
    [{ scenario: 'offline' }, 6],
    // Three queries of four scans are two passes over six.
    [{ scenario: 'multi-stream', scansPerQuery: 4 }, 3],
    [{ scenario: 'multi-stream', scansPerQuery: 12 }, 1],
    [{ scenario: 'lanes', lanes: 3, taktMs: 1000, jitter: 0.2 }, 6],
    // Three trains of four boxes are two passes.
    [{ scenario: 'train', boxes: 4, boxMs: 730, pauseMs: 0 }, 12],
    [{ scenario: 'server', perSecond: 2, queries: 18, boundMs: 100, slowerAllowed: 0 }, 18],
  ])('of %j takes each of six scans equally often: %d queries', (shape, queries) => {
    expect(dueOf(shape)).toHaveLength(queries);
  });

  it('has arrivals of its own seed, and no others', () => {
    const lanes = { scenario: 'lanes', lanes: 3, taktMs: 1000, jitter: 0.2 } as const;
    const first = (seed: number) =>
      blockTraffic(lanes, { ...TERMS, seed }).traffic({ nowMs: 0, issued: 0, latenciesMs: [], lastAnswerMs: 0 });
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });

  it('may be refused queries only where arrivals do not wait', () => {
    const open = (shape: BlockShape) => blockTraffic(shape, TERMS).isOpen;
    expect(open({ scenario: 'multi-stream', scansPerQuery: 8 })).toBe(false);
    expect(open({ scenario: 'train', boxes: 40, boxMs: 730, pauseMs: 0 })).toBe(true);
  });
});
