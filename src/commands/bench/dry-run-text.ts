import { counted } from '../../domain/language/counted.ts';
import { LEAST_ROUNDS } from '../../performance/speed-ratio.ts';
import { textTable } from '../command-line/text-table.ts';
import type { DryRun } from './dry-run.ts';

/** A dry run in words. */
export function dryRunText(dry: DryRun): string {
  const { plan, technologies, technologyCount, samples, scans, scenarios, technologySeconds, seconds } = dry;
  const who = technologies?.join(', ') ?? `the first ${technologyCount} that are ready`;
  return [
    `Plan ${plan}: ${who}; samples ${samples.join(', ')}, ${counted(scans, 'scan')}.`,
    '',
    textTable(
      ['scenario', 'rounds', 'seconds a round', 'seconds a technology', 'ratio of speeds', 'remark'],
      scenarios.map((timed) => [
        ...[timed.scenario, String(timed.rounds), timed.roundSeconds.toFixed(1), timed.technologySeconds.toFixed(0)],
        timed.hasRatio ? 'yes' : `none: takes ${LEAST_ROUNDS} rounds`,
        remarkOn(timed),
      ]),
    ),
    '',
    `Timing takes about ${timeText(technologySeconds)} for each technology, ${timeText(seconds)} for ${technologyCount}. ` +
      'Loading and screening all scans come before it; a block lasts longer by the rest of a pass over the timed scans.',
  ].join('\n');
}

function remarkOn({ search }: DryRun['scenarios'][number]): string {
  if (search === undefined) return '';
  const { rates, queriesPerRate, longerBelowScansPerSecond } = search;
  return `about ${counted(rates, 'rate')}, longer below ${longerBelowScansPerSecond.toFixed(1)} scans/s: each takes ${queriesPerRate} queries`;
}

function timeText(seconds: number): string {
  return seconds < 100 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
}
