import { Value } from 'typebox/value';
import { afterEach, expect, it, vi } from 'vitest';
import { ReportSchema } from '../../../src/commands/bench/report/report.ts';
import { runPlan } from '../../../src/commands/bench/run-plan.ts';
import type { StartProgress } from '../../../src/commands/command-line/progress.ts';
import { thisRun } from '../../../src/commands/origin/host.ts';
import { shipped } from '../../../src/installation.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { writeNullModel } from '../../workers/null-models.ts';

afterEach(() => vi.restoreAllMocks());

/** Presses Ctrl-C once so many blocks were timed. */
const interruptAfter =
  (blocks: number): StartProgress =>
  (task) => {
    let timed = 0;
    return {
      advance: () => {
        timed += 1;
        if (task === 'timing' && timed === blocks) process.emit('SIGINT', 'SIGINT');
      },
      say: () => {},
      stop: () => {},
    };
  };

it('reports what was timed before Ctrl-C, as many rounds of each technology, after the schema of reports', async () => {
  const modelsDir = await temporaryFolder();
  for (const id of ['one', 'other']) await writeNullModel(modelsDir, id, {}, { score: 0.1 });
  const rounds = { rounds: 100_000, roundSeconds: 0.001 };
  const said = hearStreams();
  const ran = await runPlan({
    plan: {
      ...{ name: 'days', technologyLimit: 2, samples: [shipped('samples', 'smoke')], accuracyScans: 2 },
      ...{ performanceScans: 1, warmUpScans: 0, workers: 1, percentiles: [0.9], taktSeconds: 30 },
      ...{ pfaLimits: [0.01], seed: 1 },
      scenarios: [
        { scenario: 'single-stream', ...rounds },
        { scenario: 'offline', ...rounds },
      ],
    },
    ...{ modelsDir, made: thisRun(), endsOnInterrupt: true, tell: interruptAfter(5) },
  });
  const { report, endedEarly } = valueFrom(ran);
  expect(said()).toContain('Ctrl-C again ends at once');
  expect(endedEarly).toEqual({ scenario: 'single-stream', rounds: 3, plannedRounds: 100_000, untimed: ['offline'] });
  expect(report.warnings[0]).toBe(
    'The performance run was ended early, by Ctrl-C, after 3 of 100000 rounds of single-stream; offline was not timed. Figures are of what was timed.',
  );
  const timed = [{ scenario: 'single-stream', rounds: 3 }];
  for (const { speed } of report.technologies) expect(speed).toMatchObject({ state: 'measured', scenarios: timed });
  expect(Value.Check(ReportSchema, report)).toBe(true);
}, 60_000);
