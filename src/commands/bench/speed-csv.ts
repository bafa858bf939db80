import { ENERGY_SOURCES } from './energy/energy-meter.ts';
import type { Report } from './report.ts';

const COLUMNS = [
  'technology',
  'scenario',
  'round',
  'workers',
  'msPerScan',
  'cpuJoulesPerScan',
  'cpuWatts',
  'gpuJoulesPerScan',
  'gpuWatts',
] as const;

/**
 * A line for each technology, scenario and round: what any other tool needs to check the ratios of speeds; empty where no
 * energy was read.
 */
export function speedCsv({ technologies }: Report): string {
  const lines = technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused'
      ? []
      : speed.scenarios.flatMap(({ scenario, workers, msPerScanByRound, energy }) =>
          msPerScanByRound.map((ms, round) => {
            const drawn = ENERGY_SOURCES.map((source) => energy?.[source]?.byRound[round]);
            const energyCells = drawn.flatMap((each) => [each?.joulesPerScan, each?.watts]);
            return [id, scenario, round + 1, workers, ms, ...energyCells].join(',');
          }),
        ),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}
