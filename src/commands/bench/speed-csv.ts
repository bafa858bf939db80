import type { Report } from './report.ts';

const COLUMNS = ['technology', 'scenario', 'round', 'workers', 'msPerScan'] as const;

/** A line for each technology, scenario and round: what any other tool needs to check the ratios of speeds. */
export function speedCsv({ technologies }: Report): string {
  const lines = technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused'
      ? []
      : speed.scenarios.flatMap(({ scenario, workers, msPerScanByRound }) =>
          msPerScanByRound.map((ms, round) => [id, scenario, round + 1, workers, ms].join(',')),
        ),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}
