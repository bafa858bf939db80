import { countedOf } from '../../../domain/language/counted.ts';
import type { ScenarioName } from '../../../performance/traffic.ts';
import type { MeasuredBlock } from '../targets/target-messages.ts';
import type { MeasuredScenario } from './measure-speed.ts';
import type { WithheldScenario } from './scenario-result.ts';
import type { Speed, TimedTechnology } from './speed.ts';

/** Of the queries of a scenario so many may fail: beyond it, what is answered is other work than the others have done. */
const MOST_FAILED_SHARE = 0.1;

/**
 * The scenario as one of which no figure is given, where a technology failed on more than one in ten of its queries; else
 * null. A `server` scenario has a limit of its own: a rate at which too many fail is not kept, and a trial that is lost to
 * failures is cut short, so that their share in it says nothing.
 */
export function withheldScenario(scenario: ScenarioName, blocks: readonly MeasuredBlock[]): WithheldScenario | null {
  const queries = blocks.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0);
  const failedByRound = failuresByRound(blocks);
  const failed = failedByRound.reduce((sum, round) => sum + round, 0);
  if (scenario === 'server' || failed <= MOST_FAILED_SHARE * queries) return null;
  return { scenario, queries, failed, failedByRound, reason: firstCause(blocks) };
}

/** Of the queries of each round, those that failed. */
export function failuresByRound(blocks: readonly Pick<MeasuredBlock, 'failed'>[]): number[] {
  return blocks.map(({ failed }) => failed?.queries ?? 0);
}

/** The scenario, where a technology that has a speed has no figure of it. */
export function withheldIn(speed: Speed, scenario: ScenarioName | undefined): WithheldScenario | undefined {
  return speed.state === 'refused' ? undefined : speed.withheld?.find((withheld) => withheld.scenario === scenario);
}

/** `no figure: 12 of 60 queries failed`. */
export function withheldText({ queries, failed }: Pick<WithheldScenario, 'queries' | 'failed'>): string {
  return `no figure: ${countedOf(failed, queries, 'query', 'queries')} failed`;
}

/** Why a technology has no figure of a scenario, in a cell. */
export function noFigureText(speed: Speed, scenario: ScenarioName): string {
  const withheld = withheldIn(speed, scenario);
  if (withheld !== undefined) return withheldText(withheld);
  // Of a run that was ended early.
  return speed.state === 'measured' ? 'not timed' : 'refused';
}

/** The same in sentences, with the limit and the first cause: one for all scenarios of the same cause. */
export function withheldSentences(withheld: readonly WithheldScenario[]): readonly string[] {
  return [...new Set(withheld.map(({ reason }) => reason))].map((cause) => {
    const each = withheld
      .filter(({ reason }) => reason === cause)
      .map((scenario) => `${scenario.scenario}: ${withheldText(scenario)}`);
    return `${each.join('; ')}, more than one in ten: ${cause}`;
  });
}

/** Sentences on the scenarios in which queries of a technology failed: how many, what became of its figures, and why. */
export function timedFailureWarnings(
  technologies: readonly TimedTechnology[],
  measured: readonly MeasuredScenario[],
): readonly string[] {
  return technologies.flatMap(({ id, speed }, place) => {
    if (speed.state === 'refused') return [];
    const affected = speed.scenarios.flatMap(({ scenario, failed, queries }) => {
      if (failed === undefined) return [];
      const blocks = measured.find((other) => other.scenario === scenario)?.blocks[place] ?? [];
      return [
        `${id}, ${scenario}: ${countedOf(failed, queries, 'query', 'queries')} failed while it was timed, and ${failed === 1 ? 'counts' : 'count'} as later than any time. ` +
          `Means, scans a second and ratios are of what was answered: ${firstCause(blocks)}`,
      ];
    });
    return [...withheldSentences(speed.withheld ?? []).map((sentence) => `${id}, ${sentence}`), ...affected];
  });
}

function firstCause(blocks: readonly MeasuredBlock[]): string {
  return blocks.flatMap((block) => block.failed?.message ?? [])[0] ?? '';
}
