import { rateOf } from '../../../evaluation/rates.ts';
import { percentileEstimate } from '../../../performance/early-stopping.ts';
import { latencyHistogram } from '../../../performance/latency-histogram.ts';
import { OPEN_SCENARIOS, type ScenarioName } from '../../../performance/traffic.ts';
import { type DrawnEnergy, ENERGY_SOURCES } from '../energy/energy-meter.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlannedScenario } from '../plan/planned-scenario.ts';
import type { MeasuredBlock } from '../targets/target-messages.ts';
import { holdsTraffic } from './held-traffic.ts';
import type { OpenLoopResult, ScenarioResult } from './scenario-result.ts';
import type { RateSearch } from './search-rate.ts';
import { failuresByRound } from './timed-failures.ts';

/** The figures of one technology in one scenario. Throws where there is no block: a plan has at least one round. */
export function summariseScenario(
  scenario: ScenarioName,
  blocks: readonly MeasuredBlock[],
  { percentiles, taktSeconds, scenarios }: Pick<Plan, 'percentiles' | 'taktSeconds' | 'scenarios'>,
  searches: readonly RateSearch[] = [],
): ScenarioResult {
  const latenciesMs = blocks.flatMap((block) => block.latenciesMs);
  const answeredMs = latenciesMs.filter(Number.isFinite);
  const queries = latenciesMs.length;
  const failedByRound = failuresByRound(blocks);
  const failed = sum(failedByRound);
  if (answeredMs.length === 0) throw new RangeError('no figure comes from no query');
  const scansPerQuery = blocks[0]?.scansPerQuery ?? 1;
  const scans = answeredMs.length * scansPerQuery;
  const wallMs = sumOf(blocks, (block) => block.wallMs);
  const cpuMs = blocks.every((block) => block.cpuMs !== null) ? sumOf(blocks, (block) => block.cpuMs ?? 0) : null;
  const hasLatency = scenario !== 'offline';
  // A rate that broke the bound was cut short: what is left of it is no percentile of anything.
  const hasPercentiles = hasLatency && searches.every(({ highestKept }) => highestKept !== null);
  const withinTakt = hasLatency ? rateOf(latenciesMs.filter((ms) => ms <= 1000 * taktSeconds).length, queries) : null;
  const planned = scenarios.find((other) => other.scenario === scenario);
  const openLoop = OPEN_SCENARIOS.includes(scenario)
    ? openLoopOf(blocks, { refused: queries - answeredMs.length - failed, answeredMs, planned, taktSeconds })
    : undefined;
  const isHeld = holdsTraffic({ scenario, withinTakt, ...(openLoop && { openLoop }) });
  return {
    scenario,
    rounds: blocks.length,
    queries,
    workers: blocks[0]?.workers ?? null,
    seconds: wallMs / 1000,
    scansPerSecond: (1000 * scans) / wallMs,
    meanLatencyMs: hasLatency ? sum(answeredMs) / answeredMs.length : null,
    percentiles: hasPercentiles
      ? percentiles.map((percentile) => {
          const estimate = percentileEstimate(latenciesMs, percentile);
          return estimate.state === 'estimated' && !isHeld ? { state: 'not-held', percentile, queries } : estimate;
        })
      : [],
    latencies: hasLatency ? [...latencyHistogram(answeredMs)] : null,
    withinTakt,
    cpuMsPerScan: cpuMs === null ? null : cpuMs / scans,
    scansPerCoreSecond: cpuMs === null ? null : (1000 * scans) / cpuMs,
    latencyByRound: quantilesByRound(scenario, blocks),
    msPerScanByRound: [...msPerScanByRound(scenario, blocks, searches)],
    ...(scansPerQuery > 1 && { scansPerQuery }),
    ...(failed > 0 && { failed, failedByRound }),
    ...(openLoop && { openLoop }),
    ...energyOf(blocks),
    ...(searches.length > 0 && {
      searches: searches.map(({ trials, ...found }) => ({ ...found, trials: [...trials] })),
    }),
  };
}

/** Of each source that every block could be read of. */
function energyOf(blocks: readonly MeasuredBlock[]): Pick<ScenarioResult, 'energy'> {
  const found = ENERGY_SOURCES.flatMap((source) => {
    const drawn = blocks.flatMap(({ energy, latenciesMs, scansPerQuery }) => {
      const block = energy?.[source];
      return block === undefined
        ? []
        : [{ ...block, scans: latenciesMs.filter(Number.isFinite).length * scansPerQuery }];
    });
    if (drawn.length < blocks.length) return [];
    const total = drawn.reduce((all, one) => ({
      joules: all.joules + one.joules,
      seconds: all.seconds + one.seconds,
      scans: all.scans + one.scans,
    }));
    return [[source, { ...rateOfEnergy(total), byRound: drawn.map(rateOfEnergy) }] as const];
  });
  return found.length === 0 ? {} : { energy: Object.fromEntries(found) };
}

function rateOfEnergy({ joules, seconds, scans }: DrawnEnergy & { readonly scans: number }) {
  return { joulesPerScan: joules / scans, watts: joules / seconds };
}

/** Where one query, or one lot, follows the other; null elsewhere, and where a query without an answer, which is later than any time, is in a p90. */
function quantilesByRound(scenario: ScenarioName, blocks: readonly MeasuredBlock[]): ScenarioResult['latencyByRound'] {
  if (scenario !== 'single-stream' && scenario !== 'multi-stream') return null;
  const rounds = blocks.map(({ latenciesMs }) => {
    const sorted = latenciesMs.toSorted((a, b) => a - b);
    return { p50Ms: reachedBy(sorted, 0.5), p90Ms: reachedBy(sorted, 0.9) };
  });
  return rounds.every(({ p90Ms }) => Number.isFinite(p90Ms)) ? rounds : null;
}

/**
 * The shortest time in which so many of the queries were answered. It is that of one of them: a value between two would lie
 * elsewhere after one pass over the scans than after two, and a slower run has fewer passes.
 */
function reachedBy(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

interface OpenLoopTerms {
  readonly refused: number;
  readonly answeredMs: readonly number[];
  readonly planned: PlannedScenario | undefined;
  readonly taktSeconds: number;
}

function openLoopOf(
  blocks: readonly MeasuredBlock[],
  { refused, answeredMs, planned, taktSeconds }: OpenLoopTerms,
): OpenLoopResult {
  const load = planned && loadOf(blocks, planned, taktSeconds);
  return {
    refused,
    slowestMs: answeredMs.reduce((slowest, ms) => Math.max(slowest, ms), 0),
    meanLateMs: sumOf(blocks, (block) => block.lateMs) / sumOf(blocks, (block) => block.latenciesMs.length),
    ...(load !== undefined && { load }),
  };
}

/**
 * What arrives of lanes over what all workers get through, from the time that they work on a scan: a round may be too short
 * for a queue to reach the takt time. Not of a train, which may end before its queue is long; not where workers are not known.
 */
function loadOf(blocks: readonly MeasuredBlock[], planned: PlannedScenario, taktSeconds: number): number | undefined {
  const workers = blocks[0]?.workers ?? null;
  if (planned.scenario !== 'lanes' || workers === null) return undefined;
  const answered = sumOf(blocks, ({ latenciesMs }) => latenciesMs.filter(Number.isFinite).length);
  const { lanes, laneSeconds = taktSeconds } = planned;
  const perSecond = lanes / laneSeconds;
  return (perSecond * sumOf(blocks, ({ serviceMs }) => serviceMs)) / answered / 1000 / workers;
}

/**
 * What a ratio of speeds is made of. Where arrivals set the pace, how long a block took says nothing: there it is the mean
 * latency, and of a server the time between two scans at the highest rate; nothing where a round found no such rate.
 */
function msPerScanByRound(
  scenario: ScenarioName,
  blocks: readonly MeasuredBlock[],
  searches: readonly RateSearch[],
): readonly number[] {
  if (scenario === 'server') {
    const rates = searches.map(({ highestKept }) => highestKept);
    return rates.every((rate) => rate !== null) ? rates.map((rate) => 1000 / rate) : [];
  }
  if (!OPEN_SCENARIOS.includes(scenario)) {
    return blocks.map(
      (block) => block.wallMs / (block.latenciesMs.filter(Number.isFinite).length * block.scansPerQuery),
    );
  }
  return blocks.map(({ latenciesMs }) => {
    const answeredMs = latenciesMs.filter(Number.isFinite);
    return sum(answeredMs) / answeredMs.length;
  });
}

function sumOf(blocks: readonly MeasuredBlock[], of: (block: MeasuredBlock) => number): number {
  return sum(blocks.map(of));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
