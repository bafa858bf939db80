import { describe, expect, it } from 'vitest';
import { latencyFigure } from '../../../../src/commands/bench/html/latency-figure.ts';
import { PLOT } from '../../../../src/commands/bench/html/plot.ts';
import type { Report } from '../../../../src/commands/bench/report/report.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';

const REPORT = plantedReport([{ model: 'alone', skill: 0.9, scanMs: 50 }], { pairsOfScans: 4, queries: 2 });

/** The same with one query answered by 64 ms and three by 128 ms, of so many. */
function withPlantedLatencies(report: Report, queries = 4): Report {
  const latencies = [
    { upToMs: 64, count: 1 },
    { upToMs: 128, count: 3 },
  ];
  return {
    ...report,
    technologies: report.technologies.map((technology) => {
      const { speed } = technology;
      if (speed.state === 'refused') return technology;
      return {
        ...technology,
        speed: { ...speed, scenarios: speed.scenarios.map((result) => ({ ...result, queries, latencies })) },
      };
    }),
  };
}

/** The shares of the first line. */
function heightsOf(text: string): readonly number[] {
  const path = /class="line s0" d="([^"]+)"/.exec(text)?.[1] ?? '';
  return [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => {
    const height = (PLOT.bottom - Number(y)) / (PLOT.bottom - PLOT.top);
    return Math.round(1e9 * height) / 1e9;
  });
}

describe('the figure of latencies', () => {
  it('rises within each class by the share of queries in it, and stays level between classes', () => {
    const { text } = latencyFigure(withPlantedLatencies(REPORT), 'single-stream');
    expect(heightsOf(text)).toEqual([0, 0, 0.25, 0.25, 1]);
    expect(text).toContain('alone@onnx-cpu: 4 queries');
  });

  it('ends as far below all of them as queries got no answer', () => {
    const { text } = latencyFigure(withPlantedLatencies(REPORT, 5), 'single-stream');
    expect(heightsOf(text)).toEqual([0, 0, 0.2, 0.2, 0.8]);
    expect(text).toContain('alone@onnx-cpu: 5 queries');
  });

  it('is not drawn for a scenario without latencies', () => {
    expect(latencyFigure(REPORT, 'offline').text).toBe('');
  });
});
