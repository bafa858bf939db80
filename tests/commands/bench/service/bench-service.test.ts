import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Value } from 'typebox/value';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPlan } from '../../../../src/commands/bench/plan/plan.ts';
import { type Report, ReportSchema } from '../../../../src/commands/bench/report/report.ts';
import { runPlan } from '../../../../src/commands/bench/run-plan.ts';
import { benchCommand } from '../../../../src/commands/bench.ts';
import { thisRun } from '../../../../src/commands/origin/host.ts';
import { shipped } from '../../../../src/installation.ts';
import { hearStreams } from '../../../fixtures/hear-streams.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../../fixtures/value-from.ts';
import { isBuilt, startBuiltService } from '../../../main/built-service.ts';
import { startFakeService } from './fake-service.ts';

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

/** As short as a plan with every scenario can be. */
async function shortPlan(folder: string): Promise<string> {
  const file = path.join(folder, 'plan.json');
  const once = { rounds: 1, roundSeconds: 0.1 };
  const plan = {
    name: 'short',
    samples: [shipped('samples', 'smoke')],
    accuracyScans: 3,
    performanceScans: 2,
    workers: 2,
    scenarios: [
      { scenario: 'single-stream', ...once },
      { scenario: 'multi-stream', ...once, scansPerQuery: 5 },
      { scenario: 'server', ...once, latencyBoundMs: 20_000, percentile: 0.5, precision: 1 },
      { scenario: 'offline', ...once },
      { scenario: 'lanes', ...once, lanes: 2, laneSeconds: 0.2 },
      { scenario: 'train', ...once, boxes: 4, boxSeconds: 0.1 },
    ],
    warmUpScans: 1,
    percentiles: [0.5, 0.9],
    taktSeconds: 30,
    pfaLimits: [0.1],
    seed: 1,
  };
  await writeFile(file, JSON.stringify(plan));
  return file;
}

describe('scanbench bench', () => {
  it.skipIf(!isBuilt)(
    'gives the same answers over HTTP as in process, in every scenario, and a report that its schema knows',
    async () => {
      const { url } = await startBuiltService({ SCANBENCH_WORKERS: '2', SCANBENCH_DATA_DIR: await temporaryFolder() });
      const folder = await temporaryFolder();
      const plan = await shortPlan(folder);
      const reports: Report[] = [];
      for (const target of ['in-process', url]) {
        const out = path.join(folder, target.replaceAll(/\W/g, ''));
        const written = hearStreams();
        const options = ['--plan', plan, '--technology', 'local-contrast', '--target', target, '--out', out];
        await benchCommand().parseAsync(options, { from: 'user' });
        const said = written();
        expect(process.exitCode ?? 0, said).toBe(0);
        expect(said).toContain('train (4 boxes, one every 0.1 s, then a pause of 0 s)');
        const report: unknown = JSON.parse(await readFile(path.join(out, 'report.json'), 'utf8'));
        if (!Value.Check(ReportSchema, report)) throw new Error('the report is not as its schema says');
        reports.push(report);
        const page = await readFile(path.join(out, 'report.html'), 'utf8');
        expect(page).not.toMatch(/NaN|Infinity|undefined/);
        expect(page).toContain('The highest rate of arrivals at which p50 within 20000 ms holds');
        const markdown = await readFile(path.join(out, 'report.md'), 'utf8');
        expect(markdown).toMatch(/\| local-contrast@onnx-cpu \| [\d.]+ \[below [\d.]+\] \| \d+ rates?, \d+ queries \|/);
      }
      const [inProcess, overHttp] = reports.map(({ technologies: [technology] }) => technology);
      expect(overHttp?.answers).toEqual(inProcess?.answers);
      expect(reports[1]?.evaluation.technologies[0]?.measures[0]?.populations).toEqual(
        reports[0]?.evaluation.technologies[0]?.measures[0]?.populations,
      );
      expect(overHttp?.model).toEqual(inProcess?.model);
      if (overHttp?.speed.state !== 'measured') throw new Error('a service that answers the same has a speed');
      expect(overHttp.speed.cost).toBeNull();
      expect(overHttp.speed.scenarios).toHaveLength(6);
      for (const { workers, cpuMsPerScan } of overHttp.speed.scenarios) {
        expect(workers).toBeNull();
        expect(cpuMsPerScan).toBeGreaterThan(0);
      }
    },
    180_000,
  );

  it('refuses the speed of a service that loaded another model between the runs', async () => {
    const fake = await startFakeService();
    const plan = valueFrom(await readPlan(await shortPlan(await temporaryFolder())));
    // The last scan of the last scenario is answered by another model.
    const swap = { ...plan, target: fake.url, scenarios: plan.scenarios.slice(0, 1) };
    const timer = setInterval(() => {
      if (fake.posted.length > 1 + 3) fake.sha256 = 'b'.repeat(64);
    }, 1);
    const ran = await runPlan({ plan: swap, modelsDir: shipped('models'), made: thisRun() });
    clearInterval(timer);
    const [technology] = valueFrom(ran).report.technologies;
    expect(technology?.speed).toMatchObject({ state: 'refused', reason: expect.stringContaining('weights changed') });
  });

  it('says of a service that is not there that it is not, and of an address that is none what one is', async () => {
    const plan = await shortPlan(await temporaryFolder());
    const said = hearStreams();
    await benchCommand().parseAsync(['--plan', plan, '--target', 'http://127.0.0.1:1'], { from: 'user' });
    expect(process.exitCode).toBe(1);
    expect(said()).toContain('The service at http://127.0.0.1:1 gave no reply');
  });
});
