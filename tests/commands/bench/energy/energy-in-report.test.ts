import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../../../src/commands/bench/html/report-html.ts';
import { reportMarkdown } from '../../../../src/commands/bench/markdown/report-markdown.ts';
import { type Report, ReportSchema } from '../../../../src/commands/bench/report/report.ts';
import { speedCsv } from '../../../../src/commands/bench/report/speed-csv.ts';
import { summariseScenario } from '../../../../src/commands/bench/speed/summarise-scenario.ts';
import type { MeasuredBlock } from '../../../../src/commands/bench/targets/target-messages.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';

const PLAN = { percentiles: [0.5], taktSeconds: 30, scenarios: [] };

function block(scans: number, energy?: MeasuredBlock['energy']): MeasuredBlock {
  return {
    latenciesMs: Array.from({ length: scans }, () => 10),
    ...{ wallMs: 10 * scans, serviceMs: 10 * scans, cpuMs: 10 * scans, lateMs: 0, scansPerQuery: 1 },
    ...{ workers: 1, peakMemoryBytes: 1, answers: [], ...(energy !== undefined && { energy }) },
  };
}

describe('the energy of a scenario', () => {
  it('is that of all rounds over all scans, and of each round', () => {
    const blocks = [block(10, { cpu: { joules: 20, seconds: 1 } }), block(30, { cpu: { joules: 40, seconds: 1 } })];
    expect(summariseScenario('offline', blocks, PLAN).energy).toEqual({
      cpu: {
        joulesPerScan: 1.5,
        watts: 30,
        byRound: [
          { joulesPerScan: 2, watts: 20 },
          { joulesPerScan: 4 / 3, watts: 40 },
        ],
      },
    });
  });

  it('is absent, never 0, where one round could not be read', () => {
    const blocks = [block(10, { cpu: { joules: 20, seconds: 1 } }), block(30, {})];
    expect(summariseScenario('offline', blocks, PLAN)).not.toHaveProperty('energy');
    expect(summariseScenario('offline', [block(1)], PLAN)).not.toHaveProperty('energy');
  });
});

/** The planted report with energy in the first scenario of its technology. */
function withEnergy(report: Report, energy: NonNullable<Report['energy']>, joules: number | null): Report {
  const drawn = { joulesPerScan: joules ?? 0, watts: 42, byRound: [{ joulesPerScan: 0.5, watts: 41.5 }] };
  return {
    ...report,
    energy,
    technologies: report.technologies.map((technology) => {
      const { speed } = technology;
      if (speed.state === 'refused' || joules === null) return technology;
      const scenarios = speed.scenarios.map((each, i) => (i === 0 ? { ...each, energy: { cpu: drawn } } : each));
      return { ...technology, speed: { ...speed, scenarios } };
    }),
  };
}

describe('a report', () => {
  const planted = plantedReport([{ model: 'first', skill: 0.9, scanMs: 20 }]);

  it('states energy with what it is of, in every form', () => {
    const report = withEnergy(planted, { cpu: { state: 'read', what: 'package-0' } }, 0.5);
    expect(Value.Check(ReportSchema, report)).toBe(true);
    const markdown = reportMarkdown(report);
    expect(markdown).toContain('| first@onnx-cpu | single-stream | CPU packages | 500 mJ | 42 W |');
    expect(markdown).toContain(
      'Whole devices, at rest and at work, with whatever else ran on them. Other programs took 1 %',
    );
    expect(reportHtml(report)).toContain('500 mJ');
    const [head, first, second] = speedCsv(report).split('\r\n');
    expect(head).toContain('msPerScan,failedQueries,cpuJoulesPerScan,cpuWatts,gpuJoulesPerScan,gpuWatts');
    expect(first).toMatch(/,0,0\.5,41\.5,,,yes$/);
    expect(second).toMatch(/,0,,,,,yes$/);
  });

  it('says how many scenarios have none of a source that was read', () => {
    const sources = { cpu: { state: 'read', what: 'package-0' } } as const;
    const one = reportMarkdown(withEnergy(planted, sources, 0.5));
    expect(one).toContain('CPU packages: package-0. 1 of 2 rows of technology and scenario has no figure');
  });

  it('says why there is none where it could not be read', () => {
    const report = withEnergy(planted, { cpu: { state: 'not-readable', reason: 'It is a guest.' } }, null);
    expect(reportMarkdown(report)).toContain('CPU packages: not readable here. It is a guest.');
    expect(reportMarkdown(report)).not.toContain('energy a scan');
    expect(reportHtml(report)).toContain('not readable here');
    expect(reportMarkdown(planted)).not.toContain('CPU packages');
  });
});
