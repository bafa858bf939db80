import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/commands/bench/report/report.ts';
import { rateOf } from '../../../src/evaluation/rates.ts';
import { plantedReport, watcherReport } from '../../fixtures/bench-report.ts';
import { ALL_SCENARIOS } from '../../fixtures/planted-speed.ts';
import { withScenarios } from '../../fixtures/with-scenarios.ts';
import { compare } from './compare-reports.ts';

function slowed(report: Report, factor: number): Report {
  return withScenarios(report, (result) => ({
    ...result,
    msPerScanByRound: result.msPerScanByRound.map((ms) => factor * ms),
    latencyByRound:
      result.latencyByRound?.map(({ p50Ms, p90Ms }) => ({ p50Ms: factor * p50Ms, p90Ms: factor * p90Ms })) ?? null,
  }));
}

describe('scanbench compare, of speeds,', () => {
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
    const late = withScenarios(held, (result) =>
      result.scenario === 'train' ? { ...result, withinTakt: rateOf(60, result.queries) } : result,
    );
    const { said } = await compare(held, late);
    expect(said).toContain(
      'train is not compared: in the second report it is not held, and latencies are of how long it lasted.',
    );
    expect(said).toContain('mean lanes latency');
    expect(said).not.toContain('mean train latency');
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
});

function host(report: Report, change: Partial<Report['evaluation']['host']>): Report {
  return { ...report, evaluation: { ...report.evaluation, host: { ...report.evaluation.host, ...change } } };
}
