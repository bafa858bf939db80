import { counted } from '../../../domain/language/counted.ts';
import { withoutFolders } from '../../origin/command-text.ts';
import { hostText } from '../../origin/host-text.ts';
import { markdownCode } from '../../report-text/markdown-text.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { SPLITS, TILE_BATCHES } from './axis.ts';
import type { Tuning } from './tuning.ts';
import {
  boundText,
  candidateHead,
  candidateRows,
  notReadyTexts,
  siblingTexts,
  tileBatchText,
  verdictText,
  warningsOf,
} from './tuning-text.ts';

/** The evidence behind `tuned.env`, as a page. */
export function tuningMarkdown(tuning: Tuning): string {
  const { host, races, latencyBound, timedScans, roundSeconds, looksAfterRounds } = tuning;
  const asked =
    latencyBound === null ? 'the most scans a second' : `the most scans a second with ${boundText(latencyBound)}`;
  return [
    `# How to share out the CPUs for ${races[0]?.technology}`,
    '',
    `Asked: ${asked}. ${markdownCode(withoutFolders(tuning.command))}, ${tuning.madeAt}.`,
    `${hostText(host)}. ` +
      `Other programs used ${Math.round(100 * tuning.othersCpuShare)} % of the machine's CPUs meanwhile.`,
    '',
    `All workers of a split at work, nothing queued: a latency is what a scan takes once a worker is free. Splits in turn, round by round, ` +
      `blocks of at least ${roundSeconds} s over ${counted(timedScans.length, 'scan')}; losers dropped after rounds ${looksAfterRounds.join(', ')}. ` +
      'Ratios with 95 % bounds (Student, over whole rounds); percentiles with limits of 99 % confidence each, queries taken for ' +
      'independent. The fastest split is dropped as slower in at most 5 % of races.',
    '',
    ...races.flatMap((race) => [
      `## ${race.technology} (${race.precision})`,
      '',
      verdictText(race, tuning),
      '',
      ...markdownTable(candidateHead(SPLITS), candidateRows(race, SPLITS)),
      '',
      tileBatchText(race, tuning),
      '',
      ...(race.tileBatch.state === 'raced'
        ? [...markdownTable(candidateHead(TILE_BATCHES), candidateRows(race.tileBatch.race, TILE_BATCHES)), '']
        : []),
    ]),
    ...[...siblingTexts(tuning), ...warningsOf(tuning), ...notReadyTexts(tuning)].map((note) => `- ${note}`),
    '',
  ].join('\n');
}
