import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Value } from 'typebox/value';
import { afterEach, expect, it, vi } from 'vitest';
import { ReportSchema } from '../../../src/commands/bench/report/report.ts';
import { benchCommand } from '../../../src/commands/bench.ts';
import { shipped } from '../../../src/installation.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeModel } from '../../fixtures/write-model.ts';

const RUN_MS = 240_000;

/**
 * Comes before the program in each of its processes: those that screen the second scan with `crashing`, and the one
 * that times it, die as of native code that crashes.
 */
const CRASHING = `
const crash = () => process.kill(process.pid, 'SIGSEGV');
if (process.argv[1]?.endsWith('sample-screening-process.js')) {
  process.on('message', ({ index, notAsked }) => index === 1 && !notAsked['crashing@null-cpu'] && crash());
}
if (process.argv[1]?.endsWith('target-process.js') && JSON.parse(process.argv[2]).technology === 'crashing') {
  process.on('message', ({ round }) => round === 1 && crash());
}
`;

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it(
  'costs a technology whose native code crashes the scan and its speed, and the others nothing',
  async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'crashing.cjs'), CRASHING);
    // Of the null runtime: nine processes load them, and what they would have inferred is not looked at.
    const models = path.join(folder, 'models');
    await mkdir(models);
    for (const id of ['crashing', 'sound']) await writeModel(models, modelManifest({ id }), Buffer.from('{}'));
    const scenarios = [{ scenario: 'single-stream', rounds: 2, roundSeconds: 0.1 }];
    const measured = {
      accuracyScans: 3,
      performanceScans: 1,
      warmUpScans: 0,
      workers: 1,
      percentiles: [0.5],
      scenarios,
    };
    const limits = { taktSeconds: 30, pfaLimits: [0.5], seed: 1 };
    const plan = path.join(folder, 'plan.json');
    const samples = [shipped('samples', 'smoke')];
    await writeFile(plan, JSON.stringify({ name: 'crashing', samples, ...measured, ...limits }));
    vi.stubEnv('NODE_OPTIONS', `--require ${path.join(folder, 'crashing.cjs')}`);
    const said = hearStreams();
    const out = path.join(folder, 'out');
    const technologies = ['--models', models, '--technology', 'crashing', 'sound'];
    await benchCommand().parseAsync(['--plan', plan, ...technologies, '--out', out], { from: 'user' });
    expect(process.exitCode, said()).toBe(1);
    expect(said()).toContain('There is no speed of crashing@null-cpu: the report says why.');
    const report: unknown = JSON.parse(await readFile(path.join(out, 'report.json'), 'utf8'));
    if (!Value.Check(ReportSchema, report)) throw new Error('the report is not as its schema says');
    const decisions = report.scans.map(({ answers }) => answers.map(({ decision }) => decision));
    expect(decisions.map(([crashing]) => crashing === 'failed')).toEqual([false, true, false]);
    expect(decisions.map(([, sound]) => sound)).not.toContain('failed');
    expect(report.evaluation.technologies[0]?.failures?.[0]?.message).toContain('Its process ended (SIGSEGV)');
    const [crashing, sound] = report.technologies.map(({ speed }) => speed);
    expect(sound?.state).toBe('measured');
    expect(crashing).toEqual({
      state: 'refused',
      reason: expect.stringMatching(/single-stream, round 2: The process of crashing ended \(SIGSEGV\)/),
    });
  },
  RUN_MS,
);
