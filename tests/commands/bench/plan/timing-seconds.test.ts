import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dryRunOf } from '../../../../src/commands/bench/dry-run.ts';
import { dryRunText } from '../../../../src/commands/bench/dry-run-text.ts';
import { type Plan, readPlan } from '../../../../src/commands/bench/plan/plan.ts';
import type { PlannedScenario } from '../../../../src/commands/bench/plan/planned-scenario.ts';
import { timingSeconds } from '../../../../src/commands/bench/plan/timing-seconds.ts';
import { benchCommand } from '../../../../src/commands/bench.ts';
import { shipped } from '../../../../src/installation.ts';
import { LEAST_ROUNDS } from '../../../../src/performance/speed-ratio.ts';
import { hearStreams } from '../../../fixtures/hear-streams.ts';
import { valueFrom } from '../../../fixtures/value-from.ts';

const GATE = shipped('bench', 'plans', 'gate.json');
const LOADGEN = shipped('bench', 'plans', 'loadgen.json');

function seconds(...scenarios: readonly PlannedScenario[]): number {
  return timingSeconds({ performanceScans: 4, scenarios: [...scenarios], seed: 1, taktSeconds: 30 });
}

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

describe('timingSeconds', () => {
  it('adds up rounds where scans wait for answers', () => {
    const single = { scenario: 'single-stream', rounds: 24, roundSeconds: 0.75 } as const;
    expect(seconds(single, { scenario: 'offline', rounds: 12, roundSeconds: 1.5 })).toBeCloseTo(36, 9);
  });

  it('says a sum of fractions as it is meant', () => {
    expect(seconds({ scenario: 'single-stream', rounds: 24, roundSeconds: 0.1 })).toBe(2.4);
  });

  it('counts up to the last arrival: whole trains, whole passes of lanes', () => {
    const train = { scenario: 'train', rounds: 2, roundSeconds: 29, boxes: 40, boxSeconds: 0.73 } as const;
    expect(seconds(train)).toBeCloseTo(2 * 39 * 0.73, 9);
    // Without jitter a lane has a container every 10 s: four of them until 30 to 40 s, whenever the first comes.
    const lane = seconds({ scenario: 'lanes', rounds: 1, roundSeconds: 1, lanes: 1, laneSeconds: 10, jitter: 0 });
    expect(lane).toBeGreaterThan(30);
    expect(lane).toBeLessThan(40);
  });

  it('counts the rates that a search tries beside the block that it begins with', () => {
    // Half of the capacity, then three halvings until the rates lie within a tenth.
    const server = { scenario: 'server', rounds: 6, roundSeconds: 5, latencyBoundMs: 500, precision: 0.1 } as const;
    expect(seconds(server)).toBe(6 * 5 * (1 + 4));
  });
});

describe('shipped plans', () => {
  it('all have rounds enough for a ratio of speeds, and take less than five minutes a technology', async () => {
    for (const file of await readdir(shipped('bench', 'plans'))) {
      const plan: Plan = valueFrom(await readPlan(shipped('bench', 'plans', file)));
      for (const { rounds } of plan.scenarios) expect(rounds, file).toBeGreaterThanOrEqual(LEAST_ROUNDS);
      expect(timingSeconds(plan), file).toBeLessThan(300);
    }
  });
});

describe('scanbench bench --dry-run', () => {
  it('says how long the plan takes, and does nothing', async () => {
    const heard = hearStreams();
    const args = [
      '--plan',
      GATE,
      '--technology',
      'local-contrast',
      'pattern-break',
      '--samples',
      shipped('samples', 'smoke'),
      '--dry-run',
    ];
    await benchCommand().parseAsync(args, { from: 'user' });
    expect(heard()).toMatch(
      /Plan gate: local-contrast@onnx-cpu, pattern-break@onnx-cpu; samples .*smoke, \d+ scans\..*train +6 .*for each technology, [\d.]+ min for 2\./s,
    );
  });

  it('says the same to machines with --json, and nothing beside it', async () => {
    const heard = hearStreams();
    const args = ['--plan', LOADGEN, '--technology', 'local-contrast', '--samples', shipped('samples', 'smoke')];
    await benchCommand().parseAsync([...args, '--dry-run', '--json'], { from: 'user' });
    expect(JSON.parse(heard())).toMatchObject({
      plan: 'loadgen',
      technologies: ['local-contrast@onnx-cpu'],
      technologyCount: 1,
      scenarios: [
        { scenario: 'single-stream', rounds: 24, roundSeconds: 0.75, technologySeconds: 18, hasRatio: true },
        { scenario: 'multi-stream' },
        { scenario: 'server', search: { rates: 4, queriesPerRate: 64, longerBelowScansPerSecond: 12.8 } },
        { scenario: 'offline' },
      ],
      technologySeconds: 210,
      seconds: 210,
    });
  });

  it.each([
    ['a set that is not there', ['--samples', 'nowhere'], /nowhere/],
    [
      'a folder of pictures whose truth is not known',
      ['--samples', shipped('samples', 'smoke', '001-palletised-boxes')],
      /is not known: evaluate sample sets/,
    ],
    ['a technology that is not there', ['--technology', 'none'], /no technology "none"\. There are: .*local-contrast/],
  ])('refuses %s, as the run would', async (_what, wrong, message) => {
    const heard = hearStreams();
    await benchCommand().parseAsync(['--plan', GATE, '--dry-run', ...wrong], { from: 'user' });
    expect(heard()).toMatch(message);
    expect(process.exitCode).toBe(2);
  });

  it('refuses models of which none is ready, as the run would, with the reason of each', async () => {
    const models = await mkdtemp(join(tmpdir(), 'none-ready-'));
    try {
      await mkdir(join(models, 'broken'));
      await writeFile(join(models, 'broken/manifest.json'), '{}');
      const heard = hearStreams();
      const args = ['--samples', shipped('samples', 'smoke'), '--models', models, '--dry-run'];
      await benchCommand().parseAsync(args, { from: 'user' });
      expect(heard()).toMatch(/holds no technology that is ready\. broken: /);
      expect(process.exitCode).toBe(2);
    } finally {
      await rm(models, { recursive: true });
    }
  });

  it('names the scenario that has too few rounds for a ratio', async () => {
    const plan = valueFrom(await readPlan(GATE));
    const scenarios = plan.scenarios.map((planned) => ({ ...planned, rounds: 2 }));
    expect(dryRunText(dryRunOf({ ...plan, scenarios }, { scans: 12, technologies: null }))).toMatch(
      /lanes +2 .*none: takes 6 rounds/,
    );
  });
});
