import { expect, it } from 'vitest';
import { driverWarnings } from '../../../../src/commands/bench/speed/speed-warnings.ts';
import type { MeasuredBlock } from '../../../../src/commands/bench/targets/target-messages.ts';
import { plantedReport } from '../../../fixtures/bench-report.ts';

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
