import { describe, expect, it } from 'vitest';
import { type SearchedRate, searchRate } from '../../../../src/commands/bench/speed/search-rate.ts';
import type { RunningTarget } from '../../../../src/commands/bench/targets/start-target.ts';
import type { BlockOrder, MeasuredBlock } from '../../../../src/commands/bench/targets/target-messages.ts';
import { fail, succeed } from '../../../../src/domain/failure.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';

const PLANNED = {
  scenario: 'server',
  rounds: 1,
  roundSeconds: 1,
  latencyBoundMs: 100,
  percentile: 0.9,
  precision: 0.05,
} as const;

/** A target that gets through 40 scans a second and is slow above a rate; it keeps its orders. */
function target(slowAbove: number) {
  const orders: BlockOrder[] = [];
  const measure = async (order: BlockOrder) => {
    orders.push(order);
    const { shape } = order;
    const queries = shape.scenario === 'server' ? shape.queries : 40;
    const isSlow = shape.scenario === 'server' && shape.perSecond > slowAbove;
    const block: MeasuredBlock = {
      latenciesMs: Array.from({ length: queries }, () => (isSlow ? 200 : 50)),
      wallMs: 1000,
      lateMs: 0,
      serviceMs: 1000,
      cpuMs: 1000,
      workers: 1,
      peakMemoryBytes: 1,
      scansPerQuery: 1,
      answers: [{ scan: 0, answer: `answer ${orders.length}` }],
    };
    return succeed(block);
  };
  return { orders, measure };
}

async function searched(on: Pick<RunningTarget, 'measure'>, round: number): Promise<SearchedRate> {
  const found = valueFrom(await searchRate(on, PLANNED, round, { scans: 4 }));
  if (found === null) throw new Error('nobody ended the search');
  return found;
}

describe('searchRate', () => {
  it('brackets the rate above which the target is slow, from what it gets through downwards', async () => {
    const slow = target(12);
    const { search, block } = await searched(slow, 3);
    expect(search.capacityPerSecond).toBe(40);
    expect(search.highestKept).toBeLessThanOrEqual(12);
    expect(search.lowestBroken).toBeGreaterThan(12);
    expect(search.lowestBroken / (search.highestKept ?? 0)).toBeLessThanOrEqual(1.05 + 1e-9);
    // The block is one that was kept, with what the target answered in all of them.
    expect(Math.max(...block.latenciesMs)).toBe(50);
    expect(block.answers).toHaveLength(slow.orders.length);
    expect(slow.orders.every(({ round }) => round === 3)).toBe(true);
  });

  it('says which rate it tries, between which, and how many are to come', async () => {
    const notes: string[] = [];
    await searchRate(target(12), PLANNED, 0, { scans: 4, say: (note) => notes.push(note) });
    expect(notes.slice(0, 4)).toEqual([
      'server: all scans at once',
      'server: 20.0/s, none kept yet, below 40.0, 5 to go',
      'server: 10.0/s, none kept yet, below 20.0, 5 to go',
      'server: 14.1/s, between 10.0 and 20.0, 4 to go',
    ]);
  });

  it('goes on to no other rate once it is to end', async () => {
    const slow = target(12);
    const isEndAsked = () => slow.orders.length >= 3;
    expect(valueFrom(await searchRate(slow, PLANNED, 0, { scans: 4, isEndAsked }))).toBeNull();
    expect(slow.orders).toHaveLength(3);
  });

  it('gives each rate the queries that the percentile takes, in whole passes over the scans', async () => {
    const slow = target(12);
    await searchRate(slow, PLANNED, 0, { scans: 7 });
    const trials = slow.orders.flatMap(({ shape }) => (shape.scenario === 'server' ? [shape] : []));
    for (const { queries, slowerAllowed } of trials) {
      expect(queries % 7).toBe(0);
      expect(queries).toBeGreaterThanOrEqual(64);
      expect(slowerAllowed).toBeGreaterThanOrEqual(1);
    }
  });

  it('says that no rate was kept where none was, and fails where a block does', async () => {
    const { search } = await searched(target(0), 0);
    expect(search).toMatchObject({ highestKept: null, lowestBroken: 40 / 64 });
    const broken = { measure: async () => fail('runtime-failed', 'The model broke.') };
    expect(failureOf(await searchRate(broken, PLANNED, 0, { scans: 4 }))).toBe('The model broke.');
  });
});
