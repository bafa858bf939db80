import { markdownTable } from '../../src/commands/bench/markdown/markdown-table.ts';
import { percentileText } from '../../src/commands/bench/speed/latency-text.ts';
import { percentileEstimate } from '../../src/performance/early-stopping.ts';
import { percentileRange } from '../../src/performance/percentile-range.ts';
import { rangeOf, rangeText } from '../rounds-range.ts';
import type { MeasuredServer, ServersCompared } from './compare-servers.ts';

/** An answer that comes later in an overload is of no use at a gate that could have sent the scan elsewhere. */
const SOON_MS = 2_000;
const REFUSALS: readonly (number | null)[] = [429, 503];

const HEAD = [
  'server',
  'version',
  'scans/s, full',
  'CPU ms/scan',
  'p50 at 70 %',
  'p99 at 70 %',
  'twice: goodput ÷ full',
  `twice: within ${SOON_MS / 1000} s ÷ full`,
  'twice: offered, screened, refused, broken',
  'twice: slowest screened',
];

/** Every server that was measured, in Markdown; medians over the rounds, in brackets the range. */
export function serversTable({ servers, skipped }: ServersCompared): string {
  return [
    ...markdownTable(HEAD, servers.map(serverRow)),
    ...skipped.map(({ name, reason }) => `\n${name}: skipped, ${reason}`),
  ].join('\n');
}

function serverRow({ name, version, answeredStatus, rounds }: MeasuredServer): readonly string[] {
  const loadedMs = rounds.flatMap((round) => round.loadedMs);
  const overload = rounds.flatMap((round) => round.overload);
  const screened = overload.filter(({ status }) => status === answeredStatus);
  const refused = overload.filter(({ status }) => REFUSALS.includes(status)).length;
  const soon = rounds.map(({ overload: scans, overloadSeconds, capacityPerSecond }) => {
    const count = scans.filter(({ status, latencyMs }) => status === answeredStatus && latencyMs <= SOON_MS).length;
    return count / overloadSeconds / capacityPerSecond;
  });
  const slowestMs = screened.reduce((slowest, { latencyMs }) => Math.max(slowest, latencyMs), 0);
  return [
    name,
    version,
    rangeText(rangeOf(rounds.map(({ capacityPerSecond }) => capacityPerSecond))),
    rangeText(rangeOf(rounds.map(({ cpuMsPerScan }) => cpuMsPerScan))),
    `${percentileRange(loadedMs, 0.5).observedMs.toFixed(0)} ms (n = ${loadedMs.length})`,
    percentileText(percentileEstimate(loadedMs, 0.99)),
    rangeText(rangeOf(rounds.map(({ goodputPerSecond, capacityPerSecond }) => goodputPerSecond / capacityPerSecond))),
    rangeText(rangeOf(soon)),
    `${overload.length}, ${screened.length}, ${refused}, ${overload.length - screened.length - refused}`,
    `${(slowestMs / 1000).toFixed(1)} s`,
  ];
}
