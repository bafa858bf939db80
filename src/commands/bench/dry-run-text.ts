import { queriesToPass } from '../../performance/early-stopping.ts';
import { LEAST_ROUNDS } from '../../performance/speed-ratio.ts';
import { textTable } from '../command-line/text-table.ts';
import type { CheckedPlan } from './plan/check-plan.ts';
import { type Plan, TECHNOLOGY_LIMIT } from './plan/plan.ts';
import { type PlannedScenario, SERVER } from './plan/planned-scenario.ts';
import { ratesTried, roundsSeconds, timingSeconds } from './plan/timing-seconds.ts';
import { LEAST_SLOWER } from './speed/search-rate.ts';

/** What a plan is going to do and how long that takes, before anything is measured. */
export function dryRunText(plan: Plan, { scans, technologies }: CheckedPlan): string {
  const { name, technologyLimit = TECHNOLOGY_LIMIT, samples, scenarios } = plan;
  const count = technologies?.length ?? technologyLimit;
  const who = technologies?.join(', ') ?? `the first ${count} that are ready`;
  const seconds = timingSeconds(plan);
  return [
    `Plan ${name}: ${who}; samples ${samples.join(', ')}, ${scans} scans.`,
    '',
    textTable(
      ['scenario', 'rounds', 'seconds a round', 'seconds a technology', 'ratio of speeds', 'remark'],
      scenarios.map((planned) => {
        const rounds = roundsSeconds(planned, plan);
        const all = rounds.reduce((sum, round) => sum + round, 0);
        return [
          ...[planned.scenario, String(planned.rounds), (all / rounds.length).toFixed(1), all.toFixed(0)],
          planned.rounds < LEAST_ROUNDS ? `none: takes ${LEAST_ROUNDS} rounds` : 'yes',
          remarkOn(planned),
        ];
      }),
    ),
    '',
    `Timing takes about ${timeText(seconds)} for each technology, ${timeText(count * seconds)} for ${count}. ` +
      'Loading and screening all scans come before it; a block lasts longer by the rest of a pass over the timed scans.',
  ].join('\n');
}

function remarkOn(planned: PlannedScenario): string {
  if (planned.scenario !== 'server') return '';
  const { roundSeconds, percentile = SERVER.percentile } = planned;
  const queries = queriesToPass(LEAST_SLOWER, percentile);
  return `about ${ratesTried(planned)} rates, longer below ${(queries / roundSeconds).toFixed(1)} scans/s: each takes ${queries} queries`;
}

function timeText(seconds: number): string {
  return seconds < 100 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
}
