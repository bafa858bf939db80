import { rateOf } from '../../evaluation/rates.ts';
import { percentileEstimate } from '../../performance/early-stopping.ts';
import { latencyHistogram } from '../../performance/latency-histogram.ts';
import type { ScenarioName } from '../../performance/traffic.ts';
import type { Plan } from './plan.ts';
import type { ScenarioResult } from './report.ts';
import type { MeasuredBlock } from './target-messages.ts';

/** The figures of one technology in one scenario. Throws where there is no block: a plan has at least one round. */
export function summariseScenario(
  scenario: ScenarioName,
  blocks: readonly MeasuredBlock[],
  { percentiles, taktSeconds }: Pick<Plan, 'percentiles' | 'taktSeconds'>,
): ScenarioResult {
  const latenciesMs = blocks.flatMap((block) => block.latenciesMs);
  const queries = latenciesMs.length;
  if (queries === 0) throw new RangeError('no figure comes from no query');
  const wallMs = sumOf(blocks, (block) => block.wallMs);
  const cpuMs = sumOf(blocks, (block) => block.cpuMs);
  const hasLatency = scenario === 'single-stream';
  return {
    scenario,
    rounds: blocks.length,
    queries,
    workers: blocks[0]?.workers ?? 1,
    seconds: wallMs / 1000,
    scansPerSecond: (1000 * queries) / wallMs,
    meanLatencyMs: hasLatency ? latenciesMs.reduce((sum, ms) => sum + ms, 0) / queries : null,
    percentiles: hasLatency ? percentiles.map((percentile) => percentileEstimate(latenciesMs, percentile)) : [],
    latencies: hasLatency ? [...latencyHistogram(latenciesMs)] : null,
    withinTakt: hasLatency ? rateOf(latenciesMs.filter((ms) => ms <= 1000 * taktSeconds).length, queries) : null,
    cpuMsPerScan: cpuMs / queries,
    scansPerCoreSecond: (1000 * queries) / cpuMs,
    msPerScanByRound: blocks.map((block) => block.wallMs / block.latenciesMs.length),
  };
}

function sumOf(blocks: readonly MeasuredBlock[], of: (block: MeasuredBlock) => number): number {
  return blocks.reduce((sum, block) => sum + of(block), 0);
}
