import { percentileText } from '../../src/commands/bench/speed/latency-text.ts';
import { textTable } from '../../src/commands/command-line/text-table.ts';
import { rangeText } from '../rounds-range.ts';
import type { OverloadResult } from './overload.ts';

/** Goodput that is promised: with the generator on other cores, and on the service's own. */
const GOODPUT = { apart: 0.97, shared: 0.85 } as const;

/** What was promised, what was measured, and whether the promise held in this run. */
export function overloadTable(result: OverloadResult, generatorIsApart: boolean): string {
  const { capacityPerSecond, acceptedP99, residentMiB, otherwise, retryAfterSeconds } = result;
  const leastGoodput = generatorIsApart ? GOODPUT.apart : GOODPUT.shared;
  const p99 = acceptedP99.state === 'estimated' ? acceptedP99.latencyMs : Number.NaN;
  const others = Object.entries(otherwise).map(([name, times]) => `${times} × ${name}`);
  const lost = result.offered - result.answered - result.refused;
  const rows: [string, string, string, boolean | null][] = [
    ['places for scans in flight', '', String(result.inFlightLimit), null],
    ['capacity, scans a second', '', rangeText(capacityPerSecond), null],
    ['offered, answered, refused', '', `${result.offered}, ${result.answered}, ${result.refused}`, null],
    [
      'goodput ÷ capacity',
      `≥ ${leastGoodput}`,
      rangeText(result.goodputRatio),
      result.goodputRatio.median >= leastGoodput,
    ],
    [
      'p99 of accepted, ms',
      `≤ ${result.acceptedP99BoundMs.toFixed(0)}`,
      acceptedP99.state === 'estimated'
        ? `${p99.toFixed(0)} (n = ${acceptedP99.queries})`
        : percentileText(acceptedP99),
      acceptedP99.state === 'estimated' ? p99 <= result.acceptedP99BoundMs : null,
    ],
    [
      'by the service’s clock, p99 ms of each',
      '',
      Object.entries(result.stagesP99Ms)
        .map(([stage, ms]) => `${stage} ${ms.toFixed(0)}`)
        .join(', '),
      null,
    ],
    ['neither answered nor refused', '0', others.length === 0 ? '0' : others.join(', '), lost === 0],
    ['refused of 70 % of capacity, at random', '', `${result.within.refused} of ${result.within.offered}`, null],
    ['refusal, median ms', '', result.refusalMedianMs.toFixed(1), null],
    ['Retry-After, s', '≥ 1', `${retryAfterSeconds.least}…${retryAfterSeconds.most}`, retryAfterSeconds.least >= 1],
    ['left in flight', '0', String(result.leftInFlight), result.leftInFlight === 0],
    ['resident memory, MiB, before and after', '', pair(residentMiB), null],
    ['driver late, p99 ms', '', result.lagP99Ms.toFixed(1), null],
  ];
  return textTable(
    ['what', 'promised', 'measured', 'holds'],
    rows.map(([what, promised, measured, holds]) => [
      what,
      promised,
      measured,
      holds === null ? '' : holds ? 'yes' : 'NO',
    ]),
  );
}

function pair({ before, after }: { readonly before: number; readonly after: number }): string {
  return `${before.toFixed(1)}, ${after.toFixed(1)}`;
}
