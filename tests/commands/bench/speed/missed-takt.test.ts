import { expect, it } from 'vitest';
import type { Plan } from '../../../../src/commands/bench/plan/plan.ts';
import type { ReportedTechnology } from '../../../../src/commands/bench/report/report.ts';
import { missedTaktWarnings } from '../../../../src/commands/bench/speed/missed-takt.ts';
import { rateOf } from '../../../../src/evaluation/rates.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';
import { ALL_SCENARIOS } from '../../../fixtures/planted-speed.ts';

const PLAN: Pick<Plan, 'scenarios' | 'taktSeconds'> = {
  taktSeconds: 2,
  scenarios: [
    { scenario: 'single-stream', rounds: 1, roundSeconds: 1 },
    { scenario: 'lanes', rounds: 1, roundSeconds: 1, lanes: 20, laneSeconds: 0.5 },
    { scenario: 'train', rounds: 1, roundSeconds: 1 },
  ],
};

/** A technology that answered so many of 200 queries in time. */
function technology(inTime: Readonly<Record<string, number>>): Pick<ReportedTechnology, 'id' | 'speed'> {
  const [planted] = plantedReport([{ model: 'watcher', skill: 0.9, scanMs: 20 }], {
    ...{ pairsOfScans: 4, scenarios: ALL_SCENARIOS },
  }).technologies;
  if (planted?.speed.state !== 'measured') throw new Error('its speed was measured');
  const scenarios = planted.speed.scenarios.map((result) => ({
    ...result,
    withinTakt: rateOf(inTime[result.scenario] ?? 200, 200),
  }));
  return { id: 'slow', speed: { ...planted.speed, scenarios } };
}

it('says which traffic of a port is more than a technology holds, and how many containers waited too long', () => {
  const [lanes, ...others] = missedTaktWarnings([technology({ lanes: 8, train: 198 })], PLAN);
  expect(lanes).toMatch(
    /^slow does not hold lanes \(20 lanes, a container every 0\.5 s each, ± 20 %\) on this machine: 192 of 200 containers had no answer within the takt time of 2 s\. /,
  );
  expect(others).toEqual([]);
  expect(missedTaktWarnings([technology({ train: 197 })], PLAN)[0]).toMatch(/^slow does not hold train \(40 boxes/);
});

it('says nothing of scans that come one at a time, nor of who has no speed', () => {
  expect(missedTaktWarnings([technology({ 'single-stream': 0 })], PLAN)).toEqual([]);
  expect(missedTaktWarnings([{ id: 'x', speed: { state: 'refused', reason: 'It changed.' } }], PLAN)).toEqual([]);
});
