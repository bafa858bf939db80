import { describe, expect, it } from 'vitest';
import {
  latencyPromise,
  meanLatencyText,
  percentileName,
  percentileText,
  threeDigitsText,
} from '../../../../src/commands/bench/speed/latency-text.ts';
import { summariseScenario } from '../../../../src/commands/bench/speed/summarise-scenario.ts';
import type { MeasuredBlock } from '../../../../src/commands/bench/targets/target-messages.ts';

const PLAN = { percentiles: [0.9, 0.99], taktSeconds: 0.05, scenarios: [] };

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

  it('has the percentiles of a round, and of a lot, where no pass over the scans more or less moves them', () => {
    const scans = [40, 80, 100, 200];
    const passes = (count: number) => ({
      ...block(1, 1),
      latenciesMs: Array.from({ length: count }, () => scans).flat(),
    });
    for (const scenario of ['single-stream', 'multi-stream'] as const) {
      const { latencyByRound } = summariseScenario(scenario, [passes(1), passes(2), passes(7)], PLAN);
      expect(latencyByRound).toEqual(Array.from({ length: 3 }, () => ({ p50Ms: 80, p90Ms: 200 })));
    }
  });

  it('writes rates as people do, however fast', () => {
    expect([0.012345, 8.871, 999.6, 12_345].map(threeDigitsText)).toEqual(['0.0123', '8.87', '1000', '12345']);
  });

  it('has no latency where all queries were due at once', () => {
    expect(summariseScenario('offline', [block(10, 40)], PLAN)).toMatchObject({
      meanLatencyMs: null,
      percentiles: [],
      latencies: null,
      withinTakt: null,
    });
  });

  it('counts what was refused as later than any takt time and any percentile, and not into the mean', () => {
    const refused = { ...block(90, 40), latenciesMs: [...block(90, 40).latenciesMs, ...refusals(10)], lateMs: 50 };
    const result = summariseScenario('lanes', [refused], PLAN);
    expect(result).toMatchObject({
      queries: 100,
      meanLatencyMs: 40,
      withinTakt: { count: 90, n: 100 },
      openLoop: { refused: 10, slowestMs: 40, meanLateMs: 0.5 },
      msPerScanByRound: [40],
    });
    expect(result.percentiles.map((percentile) => percentileText(percentile))).toEqual([
      'unanswered (10 of 100)',
      'too few queries (100 of 662)',
    ]);
    expect(JSON.stringify(result)).not.toContain('null,null');
  });

  it('gives no percentile of lanes that are not held: it would be one of how long they lasted', () => {
    const growing = { ...block(400, 40), latenciesMs: Array.from({ length: 400 }, (_, query) => 1 + query / 4) };
    const result = summariseScenario('lanes', [growing], PLAN);
    expect(result.withinTakt?.rate).toBeLessThan(0.99);
    expect(result.percentiles.map((percentile) => percentileText(percentile))).toEqual([
      'not held',
      'too few queries (400 of 662)',
    ]);
    expect(meanLatencyText(result)).toMatch(/^50\.\d ms \(not held\)$/);
    expect(latencyPromise([result], 0.05)).toBe(
      'does not hold lanes: 203 of 400 containers had no answer within the takt time of 0.05 s',
    );
    // One at a time, nothing grows.
    expect(summariseScenario('single-stream', [growing], PLAN).percentiles[0]).toMatchObject({ state: 'estimated' });
  });

  it('sees that lanes bring more work than workers get through, though a short round answers all in time', () => {
    const lanes = { scenario: 'lanes', rounds: 1, roundSeconds: 1, lanes: 4, laneSeconds: 0.1 } as const;
    const plan = { ...PLAN, taktSeconds: 30, scenarios: [lanes] };
    // Four containers in 0.1 s, of 40 ms each: 1.6 times as much as one worker gets through, 0.8 times as much as two do.
    const one = summariseScenario('lanes', [{ ...block(400, 40), workers: 1 }], plan);
    expect(one.openLoop?.load).toBeCloseTo(1.6, 9);
    expect(one.percentiles[0]).toMatchObject({ state: 'not-held' });
    expect(latencyPromise([one], 30)).toMatch(
      /1\.60 times as much work comes as its workers get through, though .* all 400 containers had an answer/,
    );
    const two = summariseScenario('lanes', [{ ...block(400, 40), workers: 2 }], plan);
    expect(two.percentiles[0]).toMatchObject({ state: 'estimated' });
    expect(summariseScenario('lanes', [{ ...block(400, 40), workers: null }], plan).openLoop).not.toHaveProperty(
      'load',
    );
  });

  it('counts a failed query apart from refused ones, and no scan of it into what the target gets through', () => {
    const never = { ...block(90, 40), latenciesMs: [...block(90, 40).latenciesMs, ...refusals(10)] };
    const failed = { ...never, failed: { queries: 4, message: 'It broke.' } };
    expect(summariseScenario('lanes', [failed], PLAN)).toMatchObject({ failed: 4, openLoop: { refused: 6 } });
    const closed = summariseScenario('offline', [{ ...never, failed: { queries: 10, message: 'It broke.' } }], PLAN);
    expect(closed).toMatchObject({ queries: 100, failed: 10, msPerScanByRound: [40] });
    expect(closed.scansPerSecond).toBeCloseTo(25, 9);
    expect(summariseScenario('lanes', [never], PLAN)).not.toHaveProperty('failed');
  });

  it('has no cost, and no figure of it, where a service does not tell', () => {
    const silent = { ...block(10, 40), cpuMs: null, workers: null, peakMemoryBytes: null };
    expect(summariseScenario('single-stream', [block(10, 40), silent], PLAN)).toMatchObject({
      cpuMsPerScan: null,
      scansPerCoreSecond: null,
    });
  });

  it('counts scans, not queries, where a query has several', () => {
    const lots = { ...block(10, 80), scansPerQuery: 8 };
    const result = summariseScenario('multi-stream', [lots], PLAN);
    expect(result).toMatchObject({ queries: 10, scansPerQuery: 8, meanLatencyMs: 80, msPerScanByRound: [10] });
    expect(result.scansPerSecond).toBeCloseTo(100, 9);
    expect(result.cpuMsPerScan).toBe(5);
  });

  it('compares servers by their highest rates, and not at all where a round found none', () => {
    const found = { capacityPerSecond: 20, highestKept: 10, lowestBroken: 11, trials: [] };
    const none = { capacityPerSecond: 20, highestKept: null, lowestBroken: 0.3, trials: [] };
    const rounds = [block(70, 40), block(70, 40)];
    expect(summariseScenario('server', rounds, PLAN, [found, { ...found, highestKept: 8 }])).toMatchObject({
      msPerScanByRound: [100, 125],
      searches: [found, { highestKept: 8 }],
      percentiles: [{ state: 'estimated' }, { state: 'too-few-queries' }],
    });
    // What is left of a lost trial says nothing about a rate that is kept.
    expect(summariseScenario('server', rounds, PLAN, [found, none])).toMatchObject({
      msPerScanByRound: [],
      percentiles: [],
    });
  });
});

function refusals(count: number): readonly number[] {
  return Array.from({ length: count }, () => Number.POSITIVE_INFINITY);
}
