import { geometricMean } from '../../performance/geometric-mean.ts';
import { LEAST_MS, twoRunRatio } from '../../performance/two-run-ratio.ts';
import type { Report } from '../bench/report/report.ts';
import { holdsTraffic } from '../bench/speed/held-traffic.ts';
import type { ScenarioResult } from '../bench/speed/scenario-result.ts';
import type { TimesApart } from './comparison.ts';
import type { RawChange } from './judge-changes.ts';
import type { PairedScenario } from './pair-scenarios.ts';

/** A time of each round that is compared. */
interface ComparedTime {
  readonly measure: string;
  readonly of: (scenario: ScenarioResult) => readonly number[];
  readonly scenario: ScenarioResult['scenario'];
  readonly gates: boolean;
}

const TIMES: readonly ComparedTime[] = [
  { measure: 'p50 latency', scenario: 'single-stream', of: p50ByRound, gates: true },
  { measure: 'p90 latency', scenario: 'single-stream', of: p90ByRound, gates: true },
  { measure: 'p50 multi-stream latency', scenario: 'multi-stream', of: p50ByRound, gates: false },
  { measure: 'p90 multi-stream latency', scenario: 'multi-stream', of: p90ByRound, gates: false },
  { measure: 'server time a scan', scenario: 'server', of: ({ msPerScanByRound }) => msPerScanByRound, gates: false },
  { measure: 'offline time a scan', scenario: 'offline', of: ({ msPerScanByRound }) => msPerScanByRound, gates: false },
  { measure: 'mean lanes latency', scenario: 'lanes', of: ({ msPerScanByRound }) => msPerScanByRound, gates: false },
  { measure: 'mean train latency', scenario: 'train', of: ({ msPerScanByRound }) => msPerScanByRound, gates: false },
];

function p50ByRound({ latencyByRound }: ScenarioResult): readonly number[] {
  return (latencyByRound ?? []).map(({ p50Ms }) => p50Ms);
}

function p90ByRound({ latencyByRound }: ScenarioResult): readonly number[] {
  return (latencyByRound ?? []).map(({ p90Ms }) => p90Ms);
}

/** How far apart the shares of other programs' work may lie before one run was plainly slower for it. */
const LOAD_DIFFERENCE = 0.1;

/**
 * Why the times of two runs may not be divided by one another: another machine, other software under it, other scans
 * timed, other programs at work. Empty where nothing stands against it.
 */
export function whyApart(first: Report, second: Report): readonly string[] {
  const [a, b] = [first.evaluation.host, second.evaluation.host];
  const facts: readonly (readonly [string, string | number, string | number])[] = [
    ['CPU', a.cpu, b.cpu],
    ['usable CPUs', a.usableCpus, b.usableCpus],
    ['CPU limit of the cgroup', a.cpuQuota ?? 'none', b.cpuQuota ?? 'none'],
    ['memory in GiB', a.memoryGiB, b.memoryGiB],
    ['memory limit of the cgroup in MiB', a.memoryLimitMiB ?? 'none', b.memoryLimitMiB ?? 'none'],
    ['GPUs', a.gpus?.join('; ') ?? 'none', b.gpus?.join('; ') ?? 'none'],
    ['system', a.system, b.system],
    ['Node', a.node, b.node],
    ['ONNX Runtime', first.onnxRuntime, second.onnxRuntime],
    ['driven', first.plan.target ?? 'in-process', second.plan.target ?? 'in-process'],
  ];
  const others = facts.filter(([, was, is]) => was !== is).map(([what, was, is]) => `${what}: ${was}, then ${is}`);
  const shares = [first, second].flatMap(({ othersCpuShare }) => othersCpuShare ?? []);
  const isOtherLoad = shares.length === 2 && Math.max(...shares) - Math.min(...shares) > LOAD_DIFFERENCE;
  const loads = shares.map((share) => `${Math.round(100 * share)} %`);
  return [
    ...others,
    ...(timedScans(first) === timedScans(second) ? [] : ['other scans were timed']),
    ...(isOtherLoad ? [`other programs used ${loads.join(' of the CPUs, then ')}`] : []),
  ];
}

/** Ratios of the times of two runs of which nothing says that they are apart; `margin` is what a repeated run may differ by. */
export function timeChanges(scenarios: readonly PairedScenario[], margin: number): readonly RawChange[] {
  const compared = scenarios.filter(({ whyApart: reason }) => reason === null);
  return bothTimes(compared).flatMap(({ measure, gates, before, after }): readonly RawChange[] => {
    const found = twoRunRatio(before, after);
    if (found.state === 'too-few-rounds') return [];
    const { ratio, bounds, pValue, rounds } = found;
    return [
      {
        ...{ measure, unit: 'ms', n: rounds, first: meanTimeMs(before), second: meanTimeMs(after) },
        ...{ effect: ratio, bounds, test: 'Welch, rounds of each run', pValue, better: 'lower', gates, margin },
      },
    ];
  });
}

/** The same times, each for itself. */
export function timesApart(scenarios: readonly PairedScenario[]): readonly TimesApart[] {
  return bothTimes(scenarios).map(({ measure, before, after }) => ({
    measure,
    firstMs: meanTimeMs(before),
    secondMs: meanTimeMs(after),
  }));
}

function bothTimes(scenarios: readonly PairedScenario[]) {
  return TIMES.flatMap(({ measure, scenario, of, gates }) => {
    const paired = scenarios.find(({ first }) => first.scenario === scenario);
    if (paired === undefined || !holdsTraffic(paired.first) || !holdsTraffic(paired.second)) return [];
    const [before, after] = [of(paired.first), of(paired.second)];
    return before.length === 0 || after.length === 0 ? [] : [{ measure, gates, before, after }];
  });
}

/** A clock that is too coarse reads nothing at all, of which there is no logarithm. */
function meanTimeMs(timesMs: readonly number[]): number {
  return geometricMean(timesMs.map((ms) => Math.max(ms, LEAST_MS)));
}

/** The timed scans as one text; of a report that lists none, how many they were. */
function timedScans({ scans, technologies }: Report): string {
  const timed = scans.flatMap(({ scan, timed: isTimed }) => (isTimed ? [scan] : []));
  return timed.length > 0 ? timed.toSorted().join(' ') : `${technologies[0]?.answers.scans ?? 0} scans`;
}
