import { describe, expect, it } from 'vitest';
import { driverWarnings } from '../../../../src/commands/bench/speed/speed-warnings.ts';
import type { MeasuredBlock } from '../../../../src/commands/bench/targets/target-messages.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';
import { ALL_SCENARIOS } from '../../../fixtures/planted-speed.ts';

/** One worker that worked for 60 of 100 ms. */
const BLOCK: MeasuredBlock = {
  ...{ latenciesMs: [20, 20, 20], lateMs: 0, wallMs: 100, serviceMs: 60, answers: [], scansPerQuery: 1 },
  ...{ cpuMs: 60, workers: 1, peakMemoryBytes: 1 },
};

function warningsOf(blocks: readonly MeasuredBlock[], isRefused = false): readonly string[] {
  const { technologies } = plantedReport([{ model: 'shaky', skill: 0.8, scanMs: 20, isRefused }]);
  return driverWarnings(technologies, [{ scenario: 'single-stream', blocks: [blocks], searches: [] }]);
}

it('warns of idle workers, and not where they may have been at queries that failed', () => {
  expect(warningsOf([BLOCK])).toEqual([
    expect.stringContaining(
      'Workers stood idle part of the time: of shaky@onnx-cpu in single-stream (40 %). The driver,',
    ),
  ]);
  expect(warningsOf([BLOCK, { ...BLOCK, failed: { queries: 1, message: 'It answers 504.' } }])).toEqual([]);
});

it('says it once of all technologies and scenarios', () => {
  const { technologies } = plantedReport([
    { model: 'shaky', skill: 0.8, scanMs: 20 },
    { model: 'steady', skill: 0.8, scanMs: 20 },
  ]);
  const busy = { ...BLOCK, serviceMs: 99 };
  const [only = '', ...others] = driverWarnings(technologies, [
    { scenario: 'single-stream', blocks: [[BLOCK], [busy]], searches: [] },
    { scenario: 'offline', blocks: [[BLOCK], [BLOCK]], searches: [] },
  ]);
  expect(others).toEqual([]);
  expect(only).toContain(
    'of shaky@onnx-cpu in single-stream (40 %), shaky@onnx-cpu in offline (40 %), steady@onnx-cpu in offline (40 %). The driver',
  );
});

it('says of no technology that it is faster than stated where no speed of it is', () => {
  expect(warningsOf([BLOCK], true)).toEqual([]);
});

describe('the driver of a service', () => {
  const ofService = (wallMs: number, driverBusyMs: number): MeasuredBlock => ({
    ...{ ...BLOCK, workers: null, peakMemoryBytes: null },
    ...{ wallMs, driverBusyMs },
  });
  const saidOf = (scenario: 'single-stream' | 'offline' | 'lanes', block: MeasuredBlock) => {
    const { technologies } = plantedReport([{ model: 'far', skill: 0.8, scanMs: 20 }], { scenarios: ALL_SCENARIOS });
    return driverWarnings(technologies, [{ scenario, blocks: [[block, block]], searches: [] }]);
  };

  it('is named where each query waits for it, and where it has no time to ask for more', () => {
    expect(saidOf('single-stream', ofService(1000, 90))).toEqual([]);
    expect(saidOf('single-stream', ofService(1000, 250))).toEqual([
      expect.stringContaining('far@onnx-cpu, single-stream: The driver itself was at work for 25 % of the time'),
    ]);
    expect(saidOf('offline', ofService(1000, 850))).toEqual([]);
    expect(saidOf('offline', ofService(1000, 970))).toEqual([
      expect.stringContaining('far@onnx-cpu, offline: The driver had no time to spare (at work for 97 % of the time)'),
    ]);
  });

  it('is in time or late where arrivals do not wait, however much it works', () => {
    expect(saidOf('lanes', ofService(1000, 990))).toEqual([]);
    expect(saidOf('lanes', { ...ofService(1000, 10), lateMs: 30 })).toEqual([expect.stringContaining('10.0 ms late')]);
  });
});
