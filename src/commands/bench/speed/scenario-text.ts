import { counted } from '../../../domain/language/counted.ts';
import type { ScenarioName } from '../../../performance/traffic.ts';
import { msText } from '../../report-text/number-text.ts';
import { blockShape } from '../plan/block-shape.ts';
import { type PlannedScenario, type PlannedServer, SERVER } from '../plan/planned-scenario.ts';
import { percentileName, threeDigitsText } from './latency-text.ts';
import type { ScenarioResult } from './scenario-result.ts';

/** What each scenario asks, for who reads its figures. */
export const SCENARIO_TEXT: Readonly<Record<ScenarioName, string>> = {
  'single-stream': 'One scan after the other, the next when the last is answered: what a lone container waits.',
  'multi-stream':
    'Several scans at once, the next lot when all of the last are answered: what views or wagons that come together wait.',
  server:
    'Scans at random (Poisson), at the highest rate that keeps the latency bound: what many independent senders may send.',
  offline: 'All scans at once, every worker busy: how many a second the machine gets through.',
  lanes:
    'Gates side by side, each with its takt time and jitter; a container comes whether the last is answered or not.',
  train:
    'Trains of containers, box after box at the speed of the train; a box comes whether the last is answered or not.',
};

type Search = NonNullable<ScenarioResult['searches']>[number];

/** The highest rate of each round, or that there is none: never a rate that broke the bound. */
export function highestRateText(searches: readonly Search[]): string {
  return searches
    .map(({ highestKept, lowestBroken }) =>
      highestKept === null
        ? `none kept the bound (down to ${threeDigitsText(lowestBroken)})`
        : `${threeDigitsText(highestKept)} [below ${threeDigitsText(lowestBroken)}]`,
    )
    .join('; ');
}

/** `p99 within 500 ms`. */
export function boundOf({ percentile = SERVER.percentile, latencyBoundMs }: PlannedServer): string {
  return `${percentileName(percentile)} within ${msText(latencyBoundMs)}`;
}

/** The numbers of a scenario, those included that the plan leaves unsaid. */
export function plannedText(planned: PlannedScenario, { taktSeconds }: { readonly taktSeconds: number }): string {
  if (planned.scenario === 'server') return boundOf(planned);
  const shape = blockShape(planned, { taktSeconds });
  switch (shape.scenario) {
    case 'multi-stream':
      return `${counted(shape.scansPerQuery, 'scan')} a query`;
    case 'lanes':
      return `${counted(shape.lanes, 'lane')}, a container every ${shape.taktMs / 1000} s each, ± ${Math.round(100 * shape.jitter)} %`;
    case 'train':
      return `${counted(shape.boxes, 'box', 'boxes')}, one every ${shape.boxMs / 1000} s, then a pause of ${shape.pauseMs / 1000} s`;
    case 'offline':
      return 'all at once';
    default:
      return 'one at a time';
  }
}

/** Of a server scenario: how many trials it took, with how many queries. */
export function trialsText(searches: readonly Search[]): string {
  const trials = searches.flatMap((search) => search.trials);
  const queries = trials.reduce((sum, trial) => sum + trial.queries, 0);
  return `${counted(trials.length, 'rate')}, ${counted(queries, 'query', 'queries')}`;
}

/** Who worked; a service does not say how many it has. */
export function workersText(workers: ScenarioResult['workers']): string {
  return workers === null ? 'a service' : counted(workers, 'worker');
}
