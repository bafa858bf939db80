import { expect, it } from 'vitest';
import { speedCsv } from '../../../../src/commands/bench/report/speed-csv.ts';
import type { ScenarioResult, WithheldScenario } from '../../../../src/commands/bench/speed/scenario-result.ts';
import { rateOf } from '../../../../src/evaluation/rates.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';

/** What was planted of single-stream, of which a query failed in each of six rounds. */
function shakyScenario(): ScenarioResult & { readonly failedByRound: number[] } {
  const [technology] = plantedReport([{ model: 'shaky', skill: 0.9, scanMs: 20, failedPerBlock: 1 }], {
    pairsOfScans: 4,
  }).technologies;
  const scenario = technology?.speed.state === 'measured' ? technology.speed.scenarios[0] : undefined;
  if (scenario?.failedByRound === undefined) throw new Error('queries of it failed');
  return { ...scenario, failedByRound: scenario.failedByRound };
}

/** The cells of each line of these scenarios. */
function cellsOf(scenarios: ScenarioResult[], withheld: WithheldScenario[] = []): readonly (readonly string[])[] {
  const report = plantedReport([{ model: 'shaky', skill: 0.9, scanMs: 20 }], { pairsOfScans: 4 });
  const technologies = report.technologies.map((technology) => ({
    ...technology,
    speed: { state: 'measured' as const, scenarios, withheld, cost: null },
  }));
  const lines = speedCsv({ ...report, technologies }).split('\r\n');
  return lines.slice(1, -1).map((line) => line.split(','));
}

it('says how many queries failed in each round, and 0 where none did', () => {
  const scenario = shakyScenario();
  const cells = cellsOf([{ ...scenario, failedByRound: [0, 3, 0, 1, 0, 2] }]);
  expect(cells.map(([, , round, , , failed]) => [round, failed])).toEqual(
    ['0', '3', '0', '1', '0', '2'].map((failed, round) => [`${round + 1}`, failed]),
  );
  const { failed: _failed, failedByRound: _byRound, ...sound } = scenario;
  expect(cellsOf([sound]).map((line) => line[5])).toEqual(['0', '0', '0', '0', '0', '0']);
});

it('leaves it open where a report of before says that queries failed, and not in which round', () => {
  const { failedByRound: _byRound, ...older } = shakyScenario();
  expect(cellsOf([older]).map((line) => line[5])).toEqual(['', '', '', '', '', '']);
});

it('has the failures of a scenario of which no figure is given, and no time', () => {
  const withheld = { scenario: 'offline', queries: 40, failed: 9, failedByRound: [2, 7], reason: 'It broke.' } as const;
  expect(cellsOf([], [{ ...withheld, failedByRound: [...withheld.failedByRound] }])).toEqual([
    ['shaky@onnx-cpu', 'offline', '1', '', '', '2', '', '', '', '', ''],
    ['shaky@onnx-cpu', 'offline', '2', '', '', '7', '', '', '', '', ''],
  ]);
});

it('has a line without a time for a round in which no rate was kept', () => {
  const { failed: _failed, failedByRound: _byRound, ...sound } = shakyScenario();
  const cells = cellsOf([{ ...sound, scenario: 'server', rounds: 1, msPerScanByRound: [] }]);
  expect(cells.map((line) => line.slice(1, 6))).toEqual([['server', '1', '1', '', '0']]);
});

it('says beside each time of lanes and trains whether their traffic was held', () => {
  const { failed: _failed, failedByRound: _byRound, ...sound } = shakyScenario();
  const late = { ...sound, scenario: 'train' as const, withinTakt: rateOf(9, 20) };
  const held = cellsOf([sound, late]).map((line) => [line[1], line.at(-1)]);
  expect(new Set(held.map(String))).toEqual(new Set(['single-stream,yes', 'train,no']));
});
