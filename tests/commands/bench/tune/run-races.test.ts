import { describe, expect, it } from 'vitest';
import type { MeasuredBlock } from '../../../../src/commands/bench/targets/target-messages.ts';
import { type Candidate, neverStarted, whyAllFailed } from '../../../../src/commands/bench/tune/candidate.ts';
import { raceOutcome } from '../../../../src/commands/bench/tune/report-race.ts';
import { raceTerms, runRaces } from '../../../../src/commands/bench/tune/run-races.ts';
import { verdictText } from '../../../../src/commands/bench/tune/tuning-text.ts';
import { fail, succeed } from '../../../../src/domain/failure.ts';
import { createRandom } from '../../../../src/simulator/random.ts';

const SCANS_OF_A_BLOCK = 20;

function candidate(workers: number, intraOpThreads: number): Candidate {
  return {
    technology: 'planted@onnx-cpu',
    split: { workers, intraOpThreads, tileBatch: 1 },
    blocks: [],
    dropped: null,
  };
}

/** A target of a planted time a scan, on a machine that slows whole rounds and each block a little. */
function plantedBlock(msPerScan: number, latencyMs: number, seed: number, answer: string): MeasuredBlock {
  const random = createRandom(seed, 'block');
  const own = () => Math.exp(0.02 * random.normal());
  return {
    latenciesMs: Array.from({ length: SCANS_OF_A_BLOCK }, () => latencyMs * own()),
    wallMs: SCANS_OF_A_BLOCK * msPerScan * own(),
    lateMs: 0,
    serviceMs: SCANS_OF_A_BLOCK * latencyMs,
    answers: [{ scan: 0, answer }],
    scansPerQuery: 1,
    cpuMs: SCANS_OF_A_BLOCK * latencyMs,
    workers: 1,
    peakMemoryBytes: 1,
  };
}

/** Two workers get through most, one with two threads answers soonest, one worker alone does neither. */
const PLANTED = new Map([
  ['2 1', { msPerScan: 20, latencyMs: 40 }],
  ['1 1', { msPerScan: 38, latencyMs: 38 }],
  ['1 2', { msPerScan: 24, latencyMs: 24 }],
]);

const NO_MEMORY = { code: 'runtime-failed', message: 'Out of memory.' } as const;

/** Splits that are to fail do so in their third round. */
async function race(
  latencyBoundMs: number | null,
  answerOf: (split: string) => string = () => 'clear',
  failing: readonly string[] = [],
  endedAfterBlocks = Number.POSITIVE_INFINITY,
) {
  const candidates = [candidate(2, 1), candidate(1, 1), candidate(1, 2)];
  const latencyBound = latencyBoundMs === null ? null : { percentile: 0.9, ms: latencyBoundMs };
  const order: string[] = [];
  const stopped: Candidate[] = [];
  const ended = await runRaces({
    races: [candidates],
    latencyBound,
    measure: async (each, round) => {
      const split = `${each.split.workers} ${each.split.intraOpThreads}`;
      order.push(split);
      if (round === 2 && failing.includes(split)) return fail('runtime-failed', `${split} broke.`);
      const { msPerScan, latencyMs } = PLANTED.get(split) ?? { msPerScan: Number.NaN, latencyMs: Number.NaN };
      return succeed(plantedBlock(msPerScan, latencyMs, 100 * round + candidates.indexOf(each), answerOf(split)));
    },
    onDropped: async (each) => {
      stopped.push(each);
    },
    isEndAsked: () => order.length >= endedAfterBlocks,
  });
  return { candidates, order, stopped, report: raceOutcome(candidates, raceTerms(latencyBound), ended) };
}

describe('the race for the best split', () => {
  it('finds the planted best where any latency will do, and lets the others go at the first look', async () => {
    const { report, stopped, candidates, order } = await race(null);
    expect(report).toMatchObject({ state: 'default-stays', chosen: 0, tied: [] });
    expect(stopped).toEqual(candidates.slice(1));
    expect(order).toHaveLength(3 * 6);
    const [, alone] = report.candidates;
    expect(alone?.dropped).toMatchObject({ why: 'slower', than: 0, afterRounds: 6 });
    expect(alone?.timesTheChosen?.ratio).toBeCloseTo(1.9, 1);
  });

  it('finds the planted one that keeps a bound that the fastest breaks', async () => {
    const { report } = await race(30);
    expect(report).toMatchObject({ state: 'changed', chosen: 2 });
    expect(report.candidates.map(({ dropped }) => dropped?.why ?? null)).toEqual(['late', 'late', null]);
    expect(report.candidates.map(({ bound }) => bound)).toEqual(['broken', 'broken', 'kept']);
  });

  it('ends after the round in which that is asked, drops nobody for it, and says after how many', async () => {
    const { report, stopped, order } = await race(null, () => 'clear', [], 7);
    expect(order).toHaveLength(3 * 3);
    expect(stopped).toEqual([]);
    expect(report).toMatchObject({ state: 'default-stays', chosen: 0, tied: [1, 2], endedAfterRounds: 3 });
    expect(verdictText(report, { latencyBound: null })).toBe(
      'The default 2 × 1 stays: none was shown faster. No difference was shown from 1 × 1, 1 × 2. ' +
        'Ctrl-C ended the race after 3 of up to 24 rounds: a longer one may show more.',
    );
  });

  it('of one that is over with the round says nothing', async () => {
    const { report } = await race(null, () => 'clear', [], 3 * 6);
    expect(report).not.toHaveProperty('endedAfterRounds');
    expect(report).toMatchObject({ state: 'default-stays', tied: [] });
  });

  it('says so where no split keeps the bound, and stays with the default', async () => {
    const { report } = await race(10);
    expect(report).toMatchObject({ state: 'none-in-time', chosen: 0, tied: [] });
  });

  it('measures in turn, each round beginning with another one', async () => {
    const { order } = await race(null);
    expect(order.slice(0, 9)).toEqual(['2 1', '1 1', '1 2', '1 1', '1 2', '2 1', '1 2', '2 1', '1 1']);
  });

  it('counts the scans that a split answers otherwise than the default', async () => {
    const { report } = await race(null, (split) => (split === '1 2' ? 'alarm' : 'clear'));
    expect(report.candidates.map(({ otherAnswers }) => otherAnswers)).toEqual([0, 0, 1]);
  });

  it('leaves out a split that fails, names it, and goes on with the others', async () => {
    const broken = (failing: readonly string[]) => race(null, () => 'clear', failing);
    const { report, stopped, candidates, order } = await broken(['1 1']);
    expect(report).toMatchObject({ state: 'default-stays', chosen: 0 });
    expect(report.candidates[1]).toMatchObject({
      dropped: { why: 'failed', reason: '1 1 broke.', afterRounds: 2 },
      ...{ rounds: 2, queries: 2 * SCANS_OF_A_BLOCK },
    });
    expect(stopped[0]).toBe(candidates[1]);
    expect(order.filter((split) => split === '1 1')).toHaveLength(3);
    const changed = (await broken(['2 1', '1 1'])).report;
    expect(changed).toMatchObject({ state: 'changed', chosen: 2, tied: [] });
  });

  it('has nothing measured of a split that did not start, and holds answers against one that has', async () => {
    const gone = neverStarted('planted@onnx-cpu', { workers: 2, intraOpThreads: 1, tileBatch: 1 }, NO_MEMORY);
    const only = candidate(1, 1);
    only.blocks.push(...Array.from({ length: 6 }, (_, round) => plantedBlock(20, 40, round, 'clear')));
    const report = raceOutcome([gone, only], raceTerms(null), null);
    expect(report).toMatchObject({ state: 'changed', chosen: 1 });
    expect(report.candidates[0]).toMatchObject({ rounds: 0, scansPerSecond: null, p50: null, timesTheChosen: null });
    expect(report.candidates.map(({ otherAnswers }) => otherAnswers)).toEqual([0, 0]);
    expect(whyAllFailed([gone, only])).toBeNull();
    expect(whyAllFailed([gone, gone])).toBe('Out of memory.');
  });
});
