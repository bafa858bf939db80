import { describe, expect, it } from 'vitest';
import { watcherReport } from '../../fixtures/bench-report.ts';
import { compare } from './compare-reports.ts';

describe('scanbench compare, of other scans,', () => {
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

  it('compares the scans that both hold where most are common, and counts those left out', async () => {
    const whole = watcherReport(0.8);
    const { said } = await compare(whole, { ...whole, scans: whole.scans.slice(60) });
    expect(said).toContain('120 threats, 120 benign scans, paired; left out: 60 of the first alone, 0 of the second');
  });
});
