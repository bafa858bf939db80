import { countedOf } from '../../domain/language/counted.ts';
import type { ScenarioName } from '../../performance/traffic.ts';
import { onInterrupt } from '../command-line/when-ending.ts';
import type { PlannedScenario } from './plan/planned-scenario.ts';

/** Where a performance run ended that was not to go on: after a round of each technology. */
export interface EarlyEnd {
  readonly scenario: ScenarioName;
  readonly rounds: number;
  readonly plannedRounds: number;
  /** Of which nothing was timed. */
  readonly untimed: readonly ScenarioName[];
}

/** Whether the run is to end after its round. */
export type IsEndAsked = () => boolean;

/**
 * Has Ctrl-C end a performance run after the round that is under way, with a report; the second one ends the process.
 *
 * @param lastRound - what is said of that round, e.g. "This round is the last".
 */
export async function untilInterrupted<Measured>(
  run: (isEndAsked: IsEndAsked) => Promise<Measured>,
  lastRound: string,
): Promise<Measured> {
  let isAsked = false;
  const forget = onInterrupt(() => {
    isAsked = true;
    process.stderr.write(
      `\n${lastRound}: a report of what was timed comes. Ctrl-C again ends at once, and nothing is written.\n`,
    );
  });
  try {
    return await run(() => isAsked);
  } finally {
    forget();
  }
}

/** How far a run came that ended in a scenario of its plan before a round of it. */
export function earlyEnd(scenarios: readonly PlannedScenario[], at: PlannedScenario, rounds: number): EarlyEnd {
  const later = scenarios.slice(scenarios.indexOf(at) + 1);
  return {
    scenario: at.scenario,
    rounds,
    plannedRounds: at.rounds,
    untimed: (rounds === 0 ? [at, ...later] : later).map(({ scenario }) => scenario),
  };
}

/** For the report, whose figures are of what was timed. */
export function earlyEndWarning({ scenario, rounds, plannedRounds, untimed }: EarlyEnd): string {
  const timed = rounds === 0 ? '' : `, after ${countedOf(rounds, plannedRounds, 'round')} of ${scenario}`;
  const lacking =
    untimed.length === 0 ? '' : `; ${untimed.join(' and ')} ${untimed.length === 1 ? 'was' : 'were'} not timed`;
  return `The performance run was ended early, by Ctrl-C${timed}${lacking}. Figures are of what was timed.`;
}
