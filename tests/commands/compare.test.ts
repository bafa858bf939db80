import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/commands/bench/report/report.ts';
import { compareCommand } from '../../src/commands/compare.ts';
import { rateOf } from '../../src/evaluation/rates.ts';
import { plantedReport, watcherReport } from '../fixtures/bench-report.ts';
import { hearStreams } from '../fixtures/hear-streams.ts';
import { ALL_SCENARIOS } from '../fixtures/planted-speed.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

async function written(name: string, report: object): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, JSON.stringify(report));
  return file;
}

/** Compares two reports; what was said, and the exit code. */
async function compare(first: object, second: object, ...options: readonly string[]) {
  const files = [await written('first.json', first), await written('second.json', second)];
  const heard = hearStreams();
  await compareCommand().parseAsync([...files, ...options], { from: 'user' });
  const said = heard();
  const { exitCode } = process;
  vi.restoreAllMocks();
  process.exitCode = 0;
  return { said, exitCode: exitCode ?? 0 };
}

function slowed(report: Report, factor: number): Report {
  return {
    ...report,
    technologies: report.technologies.map((technology) => {
      const { speed } = technology;
      if (speed.state === 'refused') return technology;
      const scenarios = speed.scenarios.map((result) => ({
        ...result,
        msPerScanByRound: result.msPerScanByRound.map((ms) => factor * ms),
        latencyByRound:
          result.latencyByRound?.map(({ p50Ms, p90Ms }) => ({ p50Ms: factor * p50Ms, p90Ms: factor * p90Ms })) ?? null,
      }));
      return { ...technology, speed: { ...speed, scenarios } };
    }),
  };
}

describe('scanbench compare', () => {
  it('shows 0 with no discordant pair between a report and itself, and lets it through the gate', async () => {
    const { said, exitCode } = await compare(watcherReport(0.8), watcherReport(0.8), '--gate');
    expect(exitCode, said).toBe(0);
    expect(said).toContain('the very same answers on 300 of 300 scans');
    expect(said).toMatch(/Pd \* .* 0\.0 \[−2\.5, \+2\.5\] .* McNemar, 0 and 0 discordant +not shown/);
    expect(said).not.toMatch(/ (worse|better)$/m);
  });

  it('asks whether another report was meant where one is held against itself, and not of two technologies in it', async () => {
    const two = plantedReport([
      { model: 'a', skill: 0.8, scanMs: 10 },
      { model: 'b', skill: 0.8, scanMs: 10 },
    ]);
    const question = `Both are one and the same report (${two.id}): was another meant?`;
    expect((await compare(two, two)).said).toContain(question);
    expect((await compare(two, two, '--technology', 'a=b')).said).not.toContain(question);
    expect((await compare(two, { ...two, id: 'another' })).said).not.toContain(question);
  });

  it('stops at the gate, and only there, where the second finds less, and names what is worse', async () => {
    const { said, exitCode } = await compare(watcherReport(0.9), watcherReport(0.3));
    expect(exitCode).toBe(0);
    expect(said).toMatch(/Pd \* .*McNemar.* worse$/m);
    expect(said).toContain('Worse beyond its uncertainty');
    expect((await compare(watcherReport(0.9), watcherReport(0.3), '--gate')).exitCode).toBe(1);
    expect((await compare(watcherReport(0.3), watcherReport(0.9), '--gate')).exitCode).toBe(0);
  });

  it('stops at a run slowed by 20 %, not at one slowed by what a repeated run may differ by', async () => {
    const { said, exitCode } = await compare(watcherReport(0.8), slowed(watcherReport(0.8), 1.2), '--gate');
    expect(exitCode, said).toBe(1);
    expect(said).toMatch(/p50 latency is worse: .* \(× 1\.20 \[/);
    expect((await compare(watcherReport(0.8), slowed(watcherReport(0.8), 1.04), '--gate')).exitCode).toBe(0);
    expect(
      (await compare(watcherReport(0.8), slowed(watcherReport(0.8), 1.2), '--gate', '--speed-margin', '0.5')).exitCode,
    ).toBe(0);
  });

  it.each([
    ['CPU', (report: Report) => host(report, { cpu: 'Another CPU' }), 'CPU: A CPU, then Another CPU'],
    ['Node', (report: Report) => host(report, { node: 'v24.0.0' }), 'Node: v20.19.0, then v24.0.0'],
    ['CPU limit', (report: Report) => host(report, { cpuQuota: 4.5 }), 'CPU limit of the cgroup: none, then 4.5'],
    [
      'memory limit',
      (report: Report) => host(report, { memoryLimitMiB: 3072 }),
      'memory limit of the cgroup in MiB: none, then 3072',
    ],
    [
      'GPU',
      (report: Report) => host(report, { gpus: ['NVIDIA A, driver 550.54'] }),
      'GPUs: none, then NVIDIA A, driver 550.54',
    ],
    ['load', (report: Report) => ({ ...report, othersCpuShare: 0.4 }), '1 % of the CPUs, then 40 %'],
    [
      'timed scans',
      (report: Report) => ({ ...report, scans: report.scans.map((scan) => ({ ...scan, timed: !scan.timed })) }),
      'other scans were timed',
    ],
  ])('divides no speed by that of another %s, and says so', async (_, change, reason) => {
    const { said, exitCode } = await compare(watcherReport(0.8), change(slowed(watcherReport(0.8), 2)), '--gate');
    expect(said).toContain(`Speeds are not divided by one another: `);
    expect(said).toContain(reason);
    expect(said).toMatch(/p50 latency +\d.*not compared/);
    expect(exitCode).toBe(0);
  });

  it('stops at the gate where more timed queries fail, of which a median knows nothing, and says so', async () => {
    const shaky = (failedPerBlock: number) =>
      plantedReport([{ model: 'watcher', skill: 0.8, scanMs: 20, failedPerBlock }]);
    const { said, exitCode } = await compare(watcherReport(0.8), shaky(2), '--gate');
    expect(exitCode, said).toBe(1);
    expect(said).toMatch(/failed when timed is worse: 0\.0 %, then 10\.0 % /);
    // Three of twenty in each round: it has no p90, which is said.
    expect((await compare(watcherReport(0.8), shaky(3))).said).toContain(
      'Latencies of single-stream are not compared: in a round of the second report more than one in ten queries got no answer.',
    );
    expect((await compare(shaky(2), shaky(2), '--gate')).exitCode).toBe(0);
    expect((await compare(shaky(2), watcherReport(0.8), '--gate')).exitCode).toBe(0);
  });

  it('stops at the gate where so many queries fail that a scenario has no figure, in the words of the report', async () => {
    const good = watcherReport(0.8);
    const [technology] = good.technologies;
    if (technology?.speed.state !== 'measured') throw new Error('it was measured');
    const withheld = [{ scenario: 'single-stream', queries: 120, failed: 20, reason: 'It answers 500.' }];
    const scenarios = technology.speed.scenarios.filter(({ scenario }) => scenario !== 'single-stream');
    const bad = { ...good, technologies: [{ ...technology, speed: { ...technology.speed, scenarios, withheld } }] };
    const { said, exitCode } = await compare(good, bad, '--gate');
    expect(exitCode, said).toBe(1);
    expect(said).toContain(
      'single-stream is not compared: the second report gives no figure: 20 of 120 queries failed.',
    );
    expect(said).toContain(
      'watcher@onnx-cpu, single-stream: no figure: 20 of 120 queries failed, more than one in ten: It answers 500.',
    );
  });

  it('stops at a scenario that was planned and not timed, and not at one that the second plan does not want', async () => {
    const good = watcherReport(0.8);
    const [technology] = good.technologies;
    if (technology?.speed.state !== 'measured') throw new Error('it was measured');
    const scenarios = technology.speed.scenarios.filter(({ scenario }) => scenario !== 'offline');
    const early = { ...good, technologies: [{ ...technology, speed: { ...technology.speed, scenarios } }] };
    const { said, exitCode } = await compare(good, early, '--gate');
    expect(exitCode, said).toBe(1);
    expect(said).toContain('watcher@onnx-cpu, offline: not timed, because the second run was ended early.');
    const shorter = good.plan.scenarios.filter(({ scenario }) => scenario !== 'offline');
    const unwanted = await compare(good, { ...early, plan: { ...good.plan, scenarios: shorter } }, '--gate');
    expect(unwanted.exitCode, unwanted.said).toBe(0);
    expect(unwanted.said).toContain('offline is not compared: the second report has none.');
  });

  it('divides no latency of trains that one of the reports does not hold, and says so', async () => {
    const held = watcherReport(0.8, { scenarios: ALL_SCENARIOS });
    const technologies = held.technologies.map((technology) => {
      if (technology.speed.state !== 'measured') return technology;
      const scenarios = technology.speed.scenarios.map((result) =>
        result.scenario === 'train' ? { ...result, withinTakt: rateOf(60, result.queries) } : result,
      );
      return { ...technology, speed: { ...technology.speed, scenarios } };
    });
    const { said } = await compare(held, { ...held, technologies });
    expect(said).toContain(
      'train is not compared: in the second report it is not held, and latencies are of how long it lasted.',
    );
    expect(said).toContain('mean lanes latency');
    expect(said).not.toContain('mean train latency');
  });

  it('compares other scans as independent samples, says so, and still finds what is much worse', async () => {
    const { said, exitCode } = await compare(watcherReport(0.9), watcherReport(0.2, { seed: 8 }), '--gate');
    expect(said).toContain('The reports are on different scans: the two are compared as independent samples');
    expect(said).toMatch(/Pd \* .* Fisher .*worse$/m);
    expect(exitCode).toBe(1);
  });

  it('needs no list of scans to compare counts', async () => {
    const counts = { ...watcherReport(0.8), scans: [] };
    const { said, exitCode } = await compare(counts, counts, '--gate');
    expect(said).toContain('Neither report lists scans');
    expect(said).toMatch(/Pd \* .* Fisher .*not shown$/m);
    expect(exitCode).toBe(0);
  });

  it('says what it does not compare, and why', async () => {
    const few = watcherReport(0.8, { pairsOfScans: 40 });
    const [technology] = few.technologies;
    if (technology?.speed.state !== 'measured') throw new Error('it was measured');
    const scenarios = technology.speed.scenarios.map((result) => ({
      ...result,
      ...(result.scenario === 'offline'
        ? { workers: 7 }
        : { rounds: 2, latencyByRound: result.latencyByRound?.slice(0, 2) ?? null }),
    }));
    const other = { ...few, technologies: [{ ...technology, speed: { ...technology.speed, scenarios } }] };
    const { said } = await compare(few, other);
    expect(said).toContain('Pd at Pfa 1 % is not compared: too few benign scans (40 of 99).');
    expect(said).toContain('single-stream is not compared: too few rounds (6, then 2, of 6).');
    expect(said).toContain('offline is not compared: 1 worker, then 7 workers.');
    const ofService = scenarios.map((result) => ({ ...result, workers: null }));
    const driven = { ...few, technologies: [{ ...technology, speed: { ...technology.speed, scenarios: ofService } }] };
    expect((await compare(few, driven)).said).toContain('offline is not compared: 1 worker, then a service.');
    expect(said).toMatch(/p50 latency +\d.*not compared/);
  });

  it('says which report has no scans of a kind, where a rate that gates is therefore not there', async () => {
    const [benigns, threats] = [watcherReport(0.8, { only: 'benign' }), watcherReport(0.8, { only: 'threat' })];
    const apart = (await compare(benigns, threats, '--gate')).said;
    expect(apart).toContain('Pd is not compared: the first report has no threat.');
    expect(apart).toContain('Pfa is not compared: the second report has no benign scan.');
    const same = (await compare(benigns, benigns)).said;
    expect(same).toContain('Pd is not compared: neither report has a threat.');
    expect(same).not.toContain('Pfa is not compared');
  });

  it('compares what came of every scenario, and the highest rate as the time between two scans', async () => {
    const report = watcherReport(0.8, { scenarios: ALL_SCENARIOS });
    const { said, exitCode } = await compare(report, slowed(report, 1.5), '--gate');
    expect(exitCode, said).toBe(1);
    for (const measure of [
      ...['p50 latency \\*', 'p50 multi-stream latency', 'p90 multi-stream latency', 'server time a scan'],
      ...['offline time a scan', 'mean lanes latency', 'mean train latency'],
    ]) {
      expect(said).toMatch(new RegExp(`^${measure} .* × 1\\.50 \\[× 1\\.\\d+, × 1\\.\\d+\\] .* worse$`, 'm'));
    }
    expect(said).not.toContain('is not compared: ');
  });

  it.each([
    ['server', { latencyBoundMs: 900 }, 'server is not compared: p90 within 500 ms, then p90 within 900 ms.'],
    ['lanes', { lanes: 3 }, 'lanes is not compared: 4 lanes'],
    ['multi-stream', { scansPerQuery: 4 }, 'multi-stream is not compared: 8 scans a query, then 4 scans a query.'],
  ])('does not divide the times of %s under other traffic', async (scenario, change, sentence) => {
    const report = watcherReport(0.8, { scenarios: ALL_SCENARIOS });
    const scenarios = report.plan.scenarios.map((planned) =>
      planned.scenario === scenario ? { ...planned, ...change } : planned,
    );
    const { said } = await compare(report, { ...report, plan: { ...report.plan, scenarios } });
    expect(said).toContain(sentence);
  });

  it('compares the scans that both hold where most are common, and counts those left out', async () => {
    const whole = watcherReport(0.8);
    const { said } = await compare(whole, { ...whole, scans: whole.scans.slice(60) });
    expect(said).toContain('120 threats, 120 benign scans, paired; left out: 60 of the first alone, 0 of the second');
  });

  it('says on how many scans a technology failed, and why, and stops where that is shown to be more', async () => {
    const shaky = plantedReport([{ model: 'watcher', skill: 0.8, scanMs: 20, failsOnOneOf: 5 }]);
    const { said, exitCode } = await compare(watcherReport(0.8), shaky, '--gate');
    expect(exitCode).toBe(1);
    expect(said).toMatch(/watcher@onnx-cpu: without a score is worse: 0\.0 %, then 20\.0 %/);
    expect(said).toContain('In the second report it failed on 60 of 300 scans. Its server answers 500.');
    expect(said).toMatch(/\bfailed\b.*20\.0 %/);
    expect((await compare(watcherReport(0.8), watcherReport(0.8))).said).not.toMatch(/failed/);
  });

  it('stops at a technology that is gone and at one whose answers changed when timed', async () => {
    const two = plantedReport([
      { model: 'a', skill: 0.8, scanMs: 10 },
      { model: 'b', skill: 0.8, scanMs: 10 },
    ]);
    const gone = await compare(two, { ...two, technologies: two.technologies.slice(0, 1) }, '--gate');
    expect(gone.exitCode).toBe(1);
    expect(gone.said).toContain('b@onnx-cpu: the second report lacks it.');
    const refused = plantedReport([
      { model: 'a', skill: 0.8, scanMs: 10 },
      { model: 'b', skill: 0.8, scanMs: 10, isRefused: true },
    ]);
    const changed = await compare(two, refused, '--gate');
    expect(changed.exitCode).toBe(1);
    expect(changed.said).toContain('b@onnx-cpu: Its answers changed.');
  });

  it('compares technologies of different ids where it is told which', async () => {
    const other = plantedReport([{ model: 'other', skill: 0.8, scanMs: 20 }]);
    const { said, exitCode } = await compare(watcherReport(0.8), other, '--technology', 'watcher=other@onnx-cpu');
    expect(exitCode).toBe(0);
    expect(said).toContain('watcher@onnx-cpu, then other@onnx-cpu');
    const untold = await compare(watcherReport(0.8), other);
    expect(untold.exitCode).toBe(2);
    expect(untold.said).toContain('say which are meant with --technology ID=OTHER-ID');
    const three = await compare(watcherReport(0.8), other, '--technology', 'watcher=other=third');
    expect(three.exitCode).toBe(2);
    expect(three.said).toContain('"watcher=other=third" names more than two technologies');
    const unknown = await compare(watcherReport(0.8), other, '--technology', 'nobody');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.said).toContain('no technology "nobody", or several; it has: watcher@onnx-cpu');
  });

  it('refuses reports between which the truth of a scan was changed', async () => {
    const report = watcherReport(0.8);
    const scans = report.scans.map((scan, place) => (place === 0 ? { ...scan, truth: 'benign' as const } : scan));
    const { said, exitCode } = await compare(report, { ...report, scans });
    expect(exitCode).toBe(2);
    expect(said).toContain('1 of 300 scans are threat in one report and benign in the other');
  });

  it.each([
    ['an older report', { ...watcherReport(0.8), version: 1 }, /second\.json was written by an older Scanbench/],
    ['a newer report', { ...watcherReport(0.8), version: 99 }, /second\.json was written by a newer Scanbench/],
    ['a report without a version', { kind: 'scanbench-report' }, /second\.json is damaged: it names no version/],
    ['an evaluation', watcherReport(0.8).evaluation, /second\.json is no report .*kind is "scanbench-evaluation"/],
    ['something else', [1, 2], /second\.json is no report .*names no kind/],
    [
      'a damaged report',
      { ...watcherReport(0.8), scans: undefined },
      /second\.json is damaged: the report lacks scans; run scanbench bench anew/,
    ],
    [
      'a damaged part',
      { ...watcherReport(0.8), warnings: '' },
      /second\.json is damaged: warnings must be a list; run/,
    ],
  ])('refuses %s by name', async (_, second, message) => {
    const { said, exitCode } = await compare(watcherReport(0.8), second);
    expect(exitCode).toBe(2);
    expect(said).toMatch(message);
  });

  it('prints JSON for machines, without a word about containers', async () => {
    const { said } = await compare(watcherReport(0.9), watcherReport(0.3), '--json');
    const comparison: unknown = JSON.parse(said);
    expect(comparison).toMatchObject({
      kind: 'scanbench-comparison',
      scans: { state: 'paired', threats: 150, benigns: 150 },
      technologies: [
        {
          changes: expect.arrayContaining([expect.objectContaining({ measure: 'Pd', gates: true, finding: 'worse' })]),
        },
      ],
    });
  });
});

function host(report: Report, change: Partial<Report['evaluation']['host']>): Report {
  return { ...report, evaluation: { ...report.evaluation, host: { ...report.evaluation.host, ...change } } };
}
