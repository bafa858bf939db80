import { expect, it } from 'vitest';
import type { Plan } from '../../../../src/commands/bench/plan/plan.ts';
import { measureSpeed } from '../../../../src/commands/bench/speed/measure-speed.ts';
import type { RunningTarget } from '../../../../src/commands/bench/targets/start-target.ts';
import { fail, succeed } from '../../../../src/domain/failure.ts';
import { screenedTechnology } from '../../../fixtures/scored-scan.ts';

const SILENT = () => ({ advance: () => {}, say: () => {}, stop: () => {} });
const PLAN = { scenarios: [{ scenario: 'offline', rounds: 12, roundSeconds: 1 }], taktSeconds: 30 } as const;

/** Each block takes as many milliseconds as blocks were measured before it, by whichever technology. */
function recorded() {
  const turns: string[] = [];
  const targetOf = (model: string): RunningTarget => ({
    ready: {
      technology: screenedTechnology(model),
      tileBatch: { tiles: 1, whyAlone: null },
      loadMs: 1,
      warmUpMs: 1,
      remote: null,
    },
    measure: async () => {
      const wallMs = turns.push(model);
      return succeed({
        ...{ latenciesMs: [wallMs], lateMs: 0, wallMs, serviceMs: 1, answers: [] },
        ...{ scansPerQuery: 1, cpuMs: 1, workers: 1, peakMemoryBytes: 1 },
      });
    },
    readSha256: async () => succeed('0'.repeat(64)),
    stop: async () => {},
  });
  return { turns, targets: ['a', 'b', 'c'].map(targetOf) };
}

it('measures a block of each technology a round, in orders that the seed draws, and keeps them by technology and round', async () => {
  const run = async (seed: number) => {
    const { turns, targets } = recorded();
    const plan = { ...PLAN, scenarios: [...PLAN.scenarios], seed };
    const {
      measured: [offline],
    } = await measureSpeed(targets, plan, 4, SILENT);
    return { turns, offline };
  };
  const { turns, offline } = await run(1);
  const rounds = Array.from({ length: 12 }, (_, round) => turns.slice(3 * round, 3 * round + 3));
  for (const round of rounds) expect(round.toSorted()).toEqual(['a', 'b', 'c']);
  expect(new Set(rounds.map(String)).size).toBeGreaterThan(3);
  for (const [place, model] of ['a', 'b', 'c'].entries()) {
    const when = offline?.blocks[place]?.map(({ wallMs }) => wallMs);
    expect(when).toEqual(turns.flatMap((turn, before) => (turn === model ? [before + 1] : [])));
  }
  expect((await run(1)).turns).toEqual(turns);
  expect((await run(2)).turns).not.toEqual(turns);
});

it('goes on without a technology whose block breaks off, and says where and why', async () => {
  const { turns, targets } = recorded();
  const breaking = targets.map((target, place): RunningTarget => {
    let blocks = 0;
    if (place !== 1) return target;
    return {
      ...target,
      measure: async (order) => (blocks++ < 2 ? target.measure(order) : fail('runtime-failed', 'Its server is gone.')),
    };
  });
  const speeds = await measureSpeed(breaking, { ...PLAN, scenarios: [...PLAN.scenarios], seed: 1 }, 4, SILENT);
  expect([...speeds.brokenOff]).toEqual([[1, 'offline, round 3: Its server is gone.']]);
  expect(speeds.measured[0]?.blocks.map(({ length }) => length)).toEqual([12, 2, 12]);
  expect(turns.filter((turn) => turn === 'b')).toHaveLength(2);
});

it('ends before a round when it is asked to, with as many rounds of each, and says what it lacks', async () => {
  const { turns, targets } = recorded();
  const scenarios: Plan['scenarios'] = [
    { scenario: 'single-stream', rounds: 2, roundSeconds: 1 },
    { scenario: 'offline', rounds: 12, roundSeconds: 1 },
    { scenario: 'train', rounds: 2, roundSeconds: 1 },
  ];
  const endAfter = (blocks: number) => {
    turns.length = 0;
    return measureSpeed(targets, { scenarios, taktSeconds: 30, seed: 1 }, 4, SILENT, () => turns.length >= blocks);
  };
  const midway = await endAfter(10);
  expect(midway.measured.map(({ blocks }) => blocks.map(({ length }) => length))).toEqual([
    [2, 2, 2],
    [2, 2, 2],
  ]);
  expect(midway.endedEarly).toEqual({ scenario: 'offline', rounds: 2, plannedRounds: 12, untimed: ['train'] });
  expect((await endAfter(6)).endedEarly).toMatchObject({ rounds: 0, untimed: ['offline', 'train'] });
  expect(await endAfter(0)).toMatchObject({ measured: [], endedEarly: { scenario: 'single-stream', rounds: 0 } });
  expect((await endAfter(1000)).endedEarly).toBeNull();
});

it('drops the round of a search for a rate that is not to go on, of each technology', async () => {
  const { turns, targets } = recorded();
  const scenarios: Plan['scenarios'] = [{ scenario: 'server', rounds: 9, roundSeconds: 1, latencyBoundMs: 1e9 }];
  // In the third round: a search takes all scans at once and then some rates, five with these targets.
  const isEndAsked = () => turns.length >= 7 * (1 + 5);
  const ended = await measureSpeed(targets, { scenarios, taktSeconds: 30, seed: 1 }, 4, SILENT, isEndAsked);
  expect(ended.endedEarly).toMatchObject({ scenario: 'server', rounds: 2, untimed: [] });
  expect(ended.measured.map(({ blocks }) => blocks.map(({ length }) => length))).toEqual([[2, 2, 2]]);
  expect(ended.measured.map(({ searches }) => searches.map(({ length }) => length))).toEqual([[2, 2, 2]]);
});
