import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fixedQueries,
  percentileEstimate,
  queriesToPass,
  slowerAllowed,
} from '../../src/performance/early-stopping.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('early stopping after LoadGen', () => {
  // The rule: MLPerf Inference Rules, appendix on early stopping (github.com/mlcommons/inference_policies, inference_rules.adoc),
  // c = 0.99 and d = 0, as LoadGen computes it (github.com/mlcommons/inference, loadgen/early_stopping.cc, `find_min_passing`).
  // Its figures: summary logs of LoadGen (mlperf_log_summary.txt, whose words are those of loadgen/results.cc) "Processed at
  // least 64 queries (201). Would discard 9 highest latency queries. Not enough queries processed for 99th percentile (would
  // need to process at least 662 total queries)". github.com/mlcommons/endpoints, pull request 417, states them, too: of no
  // slower query 459 at p99 and 44 at p90, of one 661 and 63 that are not slower.
  it.each([
    [0.9, 64],
    [0.99, 662],
  ])('takes as many queries for percentile %d as LoadGen: %d', (percentile, needed) => {
    expect(queriesToPass(1, percentile)).toBe(needed);
    expect(percentileEstimate(upTo(needed - 1), percentile)).toEqual({
      state: 'too-few-queries',
      percentile,
      queries: needed - 1,
      needed,
    });
    expect(percentileEstimate(upTo(needed), percentile)).toMatchObject({ state: 'estimated', discarded: 0 });
  });

  it.each([
    [100, 2],
    [201, 9],
    [659, 47],
    [708, 51],
    [2_048, 172],
    [79_944, 7_796],
  ])('of %d queries discards the %d slowest at the 90th percentile, as published logs do', (queries, discarded) => {
    // Latencies are 1, 2, 3 …: the estimate says which of them it is.
    expect(percentileEstimate(upTo(queries), 0.9)).toEqual({
      state: 'estimated',
      percentile: 0.9,
      latencyMs: queries - discarded,
      queries,
      discarded,
    });
  });

  // Single-stream and multi-stream runs of fast accelerators, from the same kind of log.
  it.each([
    [4_776_846, 0.9, 476_158],
    [1_179_125, 0.99, 11_539],
  ])(
    'of %d queries at percentile %d discards the %d slowest, as published logs do',
    (queries, percentile, discarded) => {
      expect(slowerAllowed(queries, percentile) - 1).toBe(discarded);
    },
  );

  it.each([
    [0.99, 0, 459],
    [0.9, 0, 44],
    [0.99, 1, 661 + 1],
    [0.9, 1, 63 + 1],
  ])('takes at percentile %d with %d slower as many queries as pull request 417 has: %d', (percentile, slower, all) => {
    expect(queriesToPass(slower, percentile)).toBe(all);
  });

  // LoadGen's summary logs of server runs: "Processed 21 queries. Would need to run at least 438 more queries, with the run being
  // successful if every additional query were under latency", and of 300 queries, 159 more.
  it.each([
    [21, 438],
    [300, 159],
  ])('asks of %d queries within the bound for %d more, as published server logs do', (queries, more) => {
    expect(queriesToPass(0, 0.99) - queries).toBe(more);
    expect(slowerAllowed(queries, 0.99)).toBe(-1);
    expect(slowerAllowed(queries + more - 1, 0.99)).toBe(-1);
    expect(slowerAllowed(queries + more, 0.99)).toBe(0);
  });

  it('allows as many slower queries as there are queries for, whichever way it is asked', () => {
    for (const slower of [0, 1, 5, 40]) {
      const needed = queriesToPass(slower, 0.9);
      expect(slowerAllowed(needed, 0.9)).toBe(slower);
      expect(slowerAllowed(needed - 1, 0.9)).toBe(slower - 1);
    }
  });

  it('states no time where more queries were refused than the percentile leaves out', () => {
    const refused = (count: number) => upTo(201).map((ms) => (ms <= count ? Number.POSITIVE_INFINITY : ms));
    expect(percentileEstimate(refused(9), 0.9)).toMatchObject({ state: 'estimated', latencyMs: 201, discarded: 9 });
    expect(percentileEstimate(refused(10), 0.9)).toEqual({
      state: 'refused',
      percentile: 0.9,
      queries: 201,
      refused: 10,
    });
  });

  it('says nothing of no queries', () => {
    expect(percentileEstimate([], 0.9)).toMatchObject({ state: 'too-few-queries', queries: 0, needed: 64 });
  });

  it('does not care for the order of the latencies, and never states less than the observed percentile', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 64, maxLength: 300 }), (ms) => {
        const estimate = percentileEstimate(ms, 0.9);
        const sorted = ms.toSorted((a, b) => a - b);
        const observed = sorted[Math.floor(0.9 * ms.length)] ?? Number.NaN;
        expect(percentileEstimate(ms.toReversed(), 0.9)).toEqual(estimate);
        expect(estimate.state === 'estimated' && estimate.latencyMs).toBeGreaterThanOrEqual(observed);
      }),
      { numRuns: 20 },
    );
  });
});

describe('query counts without early stopping', () => {
  // Reddi et al. (2020), "MLPerf Inference Benchmark", table IV (doi:10.1109/ISCA45697.2020.00045).
  it.each([
    [0.9, 23_886, 24_576],
    [0.95, 50_425, 57_344],
    [0.99, 262_742, 270_336],
  ])('at percentile %d are %d, rounded up to %d', (percentile, queries, rounded) => {
    expect(fixedQueries(percentile)).toEqual({ queries, rounded });
  });
});
