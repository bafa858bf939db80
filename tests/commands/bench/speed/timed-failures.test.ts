import { expect, it } from 'vitest';
import {
  timedFailureWarnings,
  withheldScenario,
  withheldSentences,
} from '../../../../src/commands/bench/speed/timed-failures.ts';
import type { MeasuredBlock } from '../../../../src/commands/bench/targets/target-messages.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';
import { ALL_SCENARIOS } from '../../../fixtures/planted-speed.ts';

/** Blocks of ten queries each. */
function blocksThatFailed(...failed: readonly number[]): readonly MeasuredBlock[] {
  return failed.map((queries, place) => ({
    latenciesMs: Array.from({ length: 10 }, (_, i) => (i < queries ? Number.POSITIVE_INFINITY : 20)),
    ...{ lateMs: 0, wallMs: 200, serviceMs: 200, answers: [], scansPerQuery: 1, cpuMs: null },
    ...{ workers: null, peakMemoryBytes: null },
    ...(queries > 0 && { failed: { queries, message: `Cause ${place}.` } }),
  }));
}

it('gives no figure of a scenario in which more than one query in ten failed, whichever rounds they were in', () => {
  expect(withheldScenario('single-stream', blocksThatFailed(0, 2, 0))).toBeNull();
  expect(withheldScenario('single-stream', blocksThatFailed(0, 3, 0))).toBeNull();
  expect(withheldScenario('single-stream', blocksThatFailed(0, 2, 2))).toEqual({
    ...{ scenario: 'single-stream', queries: 30, failed: 4, failedByRound: [0, 2, 2], reason: 'Cause 1.' },
  });
});

it('leaves it to the bound of a server scenario: a rate at which too many fail is not kept', () => {
  expect(withheldScenario('server', blocksThatFailed(9))).toBeNull();
});

it('says of each scenario how many queries failed, and what became of its figures', () => {
  const [technology] = plantedReport([{ model: 'shaky', skill: 0.9, scanMs: 20, failedPerBlock: 1 }], {
    ...{ pairsOfScans: 4, scenarios: ALL_SCENARIOS },
  }).technologies;
  if (technology?.speed.state !== 'measured') throw new Error('its speed was measured');
  const withheld = [{ scenario: 'train', queries: 40, failed: 9, reason: 'It answers 500.' } as const];
  const speed = { ...technology.speed, scenarios: technology.speed.scenarios.slice(0, 1), withheld };
  const measured = [{ scenario: 'single-stream', blocks: [blocksThatFailed(0, 1)], searches: [] } as const];
  expect(timedFailureWarnings([{ id: 'shaky', speed }], measured)).toEqual([
    'shaky, train: no figure: 9 of 40 queries failed, more than one in ten: It answers 500.',
    'shaky, single-stream: 6 of 120 queries failed while it was timed, and count as later than any time. ' +
      'Means, scans a second and ratios are of what was answered: Cause 1.',
  ]);
});

it('names a cause once for all scenarios that it took the figures of', () => {
  const lost = (scenario: 'single-stream' | 'offline' | 'train', failed: number, reason: string) => ({
    ...{ scenario, queries: 40, failed, reason },
  });
  const withheld = [
    lost('single-stream', 9, 'It is away.'),
    lost('offline', 8, 'It is away.'),
    lost('train', 7, 'Full.'),
  ];
  expect(withheldSentences(withheld)).toEqual([
    'single-stream: no figure: 9 of 40 queries failed; offline: no figure: 8 of 40 queries failed, more than one in ten: It is away.',
    'train: no figure: 7 of 40 queries failed, more than one in ten: Full.',
  ]);
});
