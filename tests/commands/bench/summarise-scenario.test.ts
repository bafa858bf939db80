import { describe, expect, it } from 'vitest';
import { percentileName, percentileText } from '../../../src/commands/bench/latency-text.ts';
import { summariseScenario } from '../../../src/commands/bench/summarise-scenario.ts';
import type { MeasuredBlock } from '../../../src/commands/bench/target-messages.ts';

const PLAN = { percentiles: [0.9, 0.99], taktSeconds: 0.05 };

/** A block in which `count` scans take so long each, one after the other, on a CPU that works half of the time. */
function block(count: number, ms: number): MeasuredBlock {
  return {
    latenciesMs: Array.from({ length: count }, () => ms),
    wallMs: count * ms,
    serviceMs: count * ms,
    cpuMs: (count * ms) / 2,
    lateMs: 0,
    scansPerQuery: 1,
    workers: 1,
    peakMemoryBytes: 1,
    answers: [],
  };
}

describe('summariseScenario', () => {
  it('pools the queries of all rounds, and keeps the rounds apart for the ratio of speeds', () => {
    const result = summariseScenario('single-stream', [block(60, 40), block(20, 60)], PLAN);
    expect(result).toMatchObject({
      rounds: 2,
      queries: 80,
      seconds: 3.6,
      meanLatencyMs: 45,
      cpuMsPerScan: 22.5,
      msPerScanByRound: [40, 60],
      withinTakt: { count: 60, n: 80 },
      latencies: [{ count: 60 }, { count: 20 }],
    });
    expect(result.scansPerSecond).toBeCloseTo(80 / 3.6, 9);
    expect(result.scansPerCoreSecond).toBeCloseTo(80 / 1.8, 9);
  });

  it('states the percentile that 80 queries carry, and none that they do not', () => {
    const [p90, p99] = summariseScenario('single-stream', [block(60, 40), block(20, 60)], PLAN).percentiles;
    expect(percentileText(p90)).toBe('60.0 ms');
    expect(percentileText(p99)).toBe('too few queries (80 of 662)');
    expect([0.5, 0.99, 0.999].map(percentileName)).toEqual(['p50', 'p99', 'p99.9']);
  });

  it('has no latency where all queries were due at once', () => {
    expect(summariseScenario('offline', [block(10, 40)], PLAN)).toMatchObject({
      meanLatencyMs: null,
      percentiles: [],
      latencies: null,
      withinTakt: null,
    });
  });
});
