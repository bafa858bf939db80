import { ENERGY_SOURCES } from '../energy/energy-meter.ts';
import { holdsTraffic } from '../speed/held-traffic.ts';
import type { ScenarioResult, WithheldScenario } from '../speed/scenario-result.ts';
import type { Report } from './report.ts';

const COLUMNS = [
  'technology',
  'scenario',
  'round',
  'workers',
  'msPerScan',
  'failedQueries',
  'cpuJoulesPerScan',
  'cpuWatts',
  'gpuJoulesPerScan',
  'gpuWatts',
  'held',
] as const;

type Cell = string | number | null | undefined;

/**
 * A line for each technology, scenario and round: what any other tool needs to check the ratios of speeds, and which rounds
 * queries failed in, and whether the traffic of the scenario was held: where not, times are those of how long it lasted. Empty is what was not read, and the time of a round of which there is no figure.
 */
export function speedCsv({ technologies }: Report): string {
  const lines = technologies.flatMap(({ id, speed }) =>
    speed.state === 'refused'
      ? []
      : [...speed.scenarios.flatMap(linesOf), ...(speed.withheld ?? []).flatMap(withheldLines)].map((line) =>
          [id, ...line].join(','),
        ),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

function linesOf(result: ScenarioResult): readonly (readonly Cell[])[] {
  const { scenario, rounds, workers, msPerScanByRound, failed, failedByRound, energy } = result;
  const held = holdsTraffic(result) ? 'yes' : 'no';
  return Array.from({ length: rounds }, (_, round) => {
    const drawn = ENERGY_SOURCES.map((source) => energy?.[source]?.byRound[round]);
    const energyCells = drawn.flatMap((each) => [each?.joulesPerScan, each?.watts]);
    // Where reports of before say that queries failed, they do not say when.
    const failures = failed === undefined ? 0 : failedByRound?.[round];
    return [scenario, round + 1, workers, msPerScanByRound[round], failures, ...energyCells, held];
  });
}

function withheldLines({ scenario, failedByRound = [] }: WithheldScenario): readonly (readonly Cell[])[] {
  const notRead = ENERGY_SOURCES.flatMap(() => [null, null]);
  return failedByRound.map((failures, round) => [scenario, round + 1, null, null, failures, ...notRead, null]);
}
