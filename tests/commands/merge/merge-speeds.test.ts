import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/commands/bench/report/report.ts';
import { rateOf } from '../../../src/evaluation/rates.ts';
import { plantedReport } from '../../fixtures/bench-report.ts';
import { ALL_SCENARIOS } from '../../fixtures/planted-speed.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { withScenarios } from '../../fixtures/with-scenarios.ts';
import { LOADED, merge, mergedOf, written } from './merge-ports.ts';

describe('the times of several ports', () => {
  it('never takes a query that failed for one that was fast: percentiles count it, and a note says how many', async () => {
    const planted = { model: 'watcher', skill: 0.9, scanMs: 20 };
    const scans = { pairsOfScans: 10, scenarios: ALL_SCENARIOS };
    const shaky = plantedReport([{ ...planted, failedPerBlock: 8, refusedPerTrain: 4 }], { ...scans, seed: 5 });
    const { technologies, notes } = await mergedOf(shaky, LOADED[0]);
    const [{ latencies, throughput } = { latencies: [], throughput: [] }] = technologies;
    const single = latencies.find(({ scenario }) => scenario === 'single-stream')?.byPort;
    expect(single?.map(({ queries, unanswered }) => ({ queries, unanswered }))).toEqual([
      { queries: 120, unanswered: { failed: 48, refused: 0 } },
      { queries: 120, unanswered: undefined },
    ]);
    expect(throughput.find(({ scenario }) => scenario === 'offline')?.byPort[0]).toMatchObject({
      queries: 120,
      unanswered: { failed: 48, refused: 0 },
    });
    expect(notes).toContain(
      'watcher@onnx-cpu, train: queries failed while it was timed (port0: 48 of 120); they count as later than any time.',
    );
    const files = [await written('Shaky/report.json', shaky), await written('Sure/report.json', LOADED[0])];
    const { said } = await merge(...files);
    const [technology] = LOADED[1].technologies;
    if (technology?.speed.state !== 'measured') throw new Error('it was measured');
    const withheld = [{ scenario: 'train', queries: 40, failed: 9, reason: 'http://far answers 500.' }];
    const scenarios = technology.speed.scenarios.filter(({ scenario }) => scenario !== 'train');
    const lost = {
      ...LOADED[1],
      technologies: [{ ...technology, speed: { ...technology.speed, scenarios, withheld } }],
    };
    expect((await mergedOf(LOADED[0], lost)).notes).toContain(
      'watcher@onnx-cpu, train: no figure: 9 of 40 queries failed at port1, which is not in the tables.',
    );
    // Six in ten were answered: the median is, the p90 is not; of both ports eight in ten.
    expect(said).toMatch(/single-stream +Shaky +120 \(48 failed\) +[\d.]+ to [\d.]+ ms +unanswered/);
    expect(said).toMatch(/single-stream +all ports +240 \(48 failed\) +[\d.]+ to [\d.]+ ms +unanswered/);
    expect(said).toMatch(/train +Shaky +120 \(48 failed, 24 refused\) +unanswered +unanswered/);
  });

  it('gives no percentile that the queries do not carry, at a port or over all, and no time in powers of ten', async () => {
    const technology = { model: 'watcher', skill: 0.9, scanMs: 1500 };
    const few = [5, 6].map((seed) => plantedReport([technology], { pairsOfScans: 10, queries: 1, seed }));
    const files = await Promise.all(few.map((report, place) => written(`p${place}.json`, report)));
    const { said } = await merge(...files);
    expect(said).toMatch(/single-stream +p0 +6 +too few queries \(6 of 11\) +too few queries \(6 of 64\)/);
    expect(said).toMatch(/single-stream +all ports +12 +\d{4} to \d{4} ms +too few queries \(12 of 64\)/);
  });

  it('has what the machine of each port gets through, with bounds, and adds none of it up', async () => {
    const { technologies, notes } = await mergedOf(...LOADED);
    const [offline, server] = technologies[0]?.throughput ?? [];
    expect([offline?.scenario, server?.scenario]).toEqual(['offline', 'server']);
    for (const { byPort } of [offline, server].filter((found) => found !== undefined)) {
      expect(byPort.map(({ port, rounds }) => [port, rounds])).toEqual([
        ['port0', 6],
        ['port1', 6],
      ]);
      for (const { scansPerSecond, bounds } of byPort) {
        expect(bounds?.[0]).toBeLessThan(scansPerSecond ?? 0);
        expect(bounds?.[1]).toBeGreaterThan(scansPerSecond ?? 0);
      }
    }
    expect(offline?.byPort[0]?.scansPerSecond).toBeCloseTo(49.5, 0);
    expect(notes.join()).not.toContain('unlike traffic');
  });

  it('gives no percentile of trains that a port does not hold, at that port or over all', async () => {
    const [first, second] = LOADED;
    const full = withScenarios(second, (result) =>
      result.scenario === 'train' ? { ...result, withinTakt: rateOf(60, result.queries) } : result,
    );
    const files = [await written('Held/report.json', first), await written('Full/report.json', full)];
    const out = path.join(await temporaryFolder(), 'both');
    const { said } = await merge(...files, '--out', out);
    expect(said).toMatch(/train +Held +120 +[\d.]+ to [\d.]+ ms/);
    expect(said).toMatch(/train +Full +120 +not held +not held/);
    expect(said).toMatch(/train +all ports +240 +not held +not held/);
    expect(await readFile(path.join(out, 'report.html'), 'utf8')).toContain('does not hold this traffic.');
  });

  it('has no bounds of few rounds and no rate where none kept the bound, and tells of unlike traffic', async () => {
    const [first, second] = LOADED;
    const scenarios = second.plan.scenarios.map((planned) =>
      planned.scenario === 'server' ? { ...planned, latencyBoundMs: 900 } : planned,
    );
    const lost = withRounds({ ...second, plan: { ...second.plan, scenarios } }, { offline: 2, server: 0 });
    const { technologies, notes } = await mergedOf(first, lost);
    const ofPort = technologies[0]?.throughput.map(({ byPort }) => byPort[1]);
    expect(ofPort).toMatchObject([
      { scansPerSecond: expect.closeTo(49.5, -1), bounds: null },
      { scansPerSecond: null },
    ]);
    expect(notes.join()).toContain(
      'server: the ports measured under unlike traffic (port0: p90 within 500 ms; port1: p90 within 900 ms)',
    );
  });
});

/** The report as a run of so many rounds has it. */
function withRounds(report: Report, rounds: Readonly<Partial<Record<string, number>>>): Report {
  return withScenarios(report, (result) => ({
    ...result,
    msPerScanByRound: result.msPerScanByRound.slice(0, rounds[result.scenario]),
  }));
}
