import { queriesToPass } from '../../performance/early-stopping.ts';
import { quantileClass } from '../../performance/latency-histogram.ts';
import { NOT_HELD, percentileName, threeDigitsText, tooFewText } from '../bench/speed/latency-text.ts';
import { rangeText, rateText } from '../report-text/number-text.ts';
import type { MergedTechnology, Unanswered } from './merged-report.ts';
import { ALL_PORTS } from './port-rows.ts';

/** Percentiles that are read from the classes of latencies. */
const READ_PERCENTILES = [0.5, 0.9] as const;

const NONE_UNANSWERED: Unanswered = { failed: 0, refused: 0 };

/** The head of `latencyRows`. */
export function latencyHead(): readonly string[] {
  return ['technology', 'scenario', 'port', 'queries', ...READ_PERCENTILES.map(percentileName), 'within the takt time'];
}

/** Where percentiles lie, port by port and together. */
export function latencyRows({ label, latencies }: MergedTechnology): readonly (readonly string[])[] {
  return latencies.flatMap(({ scenario, byPort, all }) => {
    const together = {
      port: ALL_PORTS,
      queries: byPort.reduce((sum, { queries }) => sum + queries, 0),
      unanswered: addUnanswered(byPort),
      classes: all,
      withinTakt: null,
      ...(byPort.some(({ held }) => held === false) && { held: false as const }),
    };
    return [...byPort, ...(byPort.length > 1 ? [together] : [])].map(
      ({ port, queries, unanswered = NONE_UNANSWERED, classes, withinTakt, held = true }) => [
        ...[label, scenario, port, queriesText(queries, unanswered)],
        ...READ_PERCENTILES.map((percentile) =>
          percentileText(
            percentile,
            queries,
            quantileClass(classes, percentile, unanswered.failed + unanswered.refused),
            held,
          ),
        ),
        rateText(withinTakt),
      ],
    );
  });
}

function addUnanswered(byPort: MergedTechnology['latencies'][number]['byPort']): Unanswered {
  const held = byPort.map(({ unanswered = NONE_UNANSWERED }) => unanswered);
  return {
    failed: held.reduce((sum, { failed }) => sum + failed, 0),
    refused: held.reduce((sum, { refused }) => sum + refused, 0),
  };
}

/** `120`, or `120 (3 failed, 2 refused)`. */
function queriesText(queries: number, { failed, refused }: Unanswered): string {
  const lost = [...(failed > 0 ? [`${failed} failed`] : []), ...(refused > 0 ? [`${refused} refused`] : [])];
  return lost.length === 0 ? String(queries) : `${queries} (${lost.join(', ')})`;
}

/** Fewer queries than a report takes for a percentile carry none here either. */
function percentileText(
  percentile: number,
  queries: number,
  found: readonly [number, number] | null,
  isHeld: boolean,
): string {
  const needed = queriesToPass(1, percentile);
  if (queries < needed) return tooFewText(queries, needed);
  if (found === null) return 'unanswered';
  return isHeld ? `${rangeText(found, threeDigitsText)} ms` : NOT_HELD;
}

/** The head of `throughputRows`. */
export const THROUGHPUT_HEAD = [
  ...['technology', 'scenario', 'port', 'traffic', 'workers', 'rounds', 'queries', 'scans a second'],
];

/** Scans a second, port by port. */
export function throughputRows({ label, throughput }: MergedTechnology): readonly (readonly string[])[] {
  return throughput.flatMap(({ scenario, byPort }) =>
    byPort.map(({ port, traffic, workers, rounds, queries, unanswered = NONE_UNANSWERED, scansPerSecond, bounds }) => [
      ...[label, scenario, port, traffic, String(workers ?? '–'), String(rounds), queriesText(queries, unanswered)],
      scansPerSecond === null
        ? 'no rate kept the bound'
        : `${threeDigitsText(scansPerSecond)}${bounds === null ? '' : ` (${rangeText(bounds, threeDigitsText)})`}`,
    ]),
  );
}
