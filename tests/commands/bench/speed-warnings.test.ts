import { expect, it } from 'vitest';
import { driverWarnings } from '../../../src/commands/bench/speed-warnings.ts';
import type { MeasuredBlock } from '../../../src/commands/bench/target-messages.ts';
import { screenedTechnology } from '../../fixtures/scored-scan.ts';

/** One worker that worked for 60 of 100 ms. */
const BLOCK: MeasuredBlock = {
  ...{ latenciesMs: [20, 20, 20], lateMs: 0, wallMs: 100, serviceMs: 60, answers: [], scansPerQuery: 1 },
  ...{ cpuMs: 60, workers: 1, peakMemoryBytes: 1 },
};

function warningsOf(blocks: readonly MeasuredBlock[]): readonly string[] {
  const technology = screenedTechnology('shaky');
  const ready = { technology, tileBatch: { tiles: 1, whyAlone: null }, loadMs: 1, warmUpMs: 1, remote: null };
  return driverWarnings([{ ready }], [{ scenario: 'single-stream', blocks: [blocks], searches: [] }]);
}

it('warns of idle workers, and not where they may have been at queries that failed', () => {
  expect(warningsOf([BLOCK])).toEqual([
    expect.stringContaining('shaky@onnx-cpu, single-stream: Workers stood idle 40 %'),
  ]);
  expect(warningsOf([BLOCK, { ...BLOCK, failed: { queries: 1, message: 'It answers 504.' } }])).toEqual([]);
});
