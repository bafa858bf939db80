import { counted } from '../../../domain/language/counted.ts';
import type { Tuning } from './tuning.ts';
import { boundText, tileBatchText, verdictText } from './tuning-text.ts';

/** The settings of the technology that was asked for, none where the only ones left failed, for `docker run --env-file` or `set -a; . tuned.env`. */
export function tunedEnv(tuning: Tuning): string {
  const [race] = tuning.races;
  const chosen = race?.candidates[race.chosen];
  if (race === undefined || chosen === undefined) throw new RangeError('a tuning has the race that was asked for');
  const { latencyBound, madeAt, host } = tuning;
  const { tileBatch } = race;
  const batched = tileBatch.state === 'raced' ? tileBatch.race.candidates[tileBatch.race.chosen] : chosen;
  const asked =
    latencyBound === null ? 'the most scans a second' : `the most scans a second with ${boundText(latencyBound)}`;
  return [
    `# ${race.technology}, ${asked}; ${madeAt}, ${host.cpu}, ${counted(host.usableCpus, 'CPU')} usable`,
    `# ${verdictText(race, tuning)} Evidence: tune.md`,
    `# ${tileBatchText(race, tuning)}`,
    ...(chosen.dropped?.why === 'failed'
      ? []
      : [
          `SCANBENCH_WORKERS=${chosen.workers}`,
          `SCANBENCH_INTRA_OP_THREADS=${chosen.intraOpThreads}`,
          `SCANBENCH_TILE_BATCH=${batched?.tileBatch ?? 1}`,
        ]),
    '',
  ].join('\n');
}
