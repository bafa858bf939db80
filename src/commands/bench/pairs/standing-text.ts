import { limitText } from '../../report-text/number-text.ts';
import type { Plan } from '../plan/plan.ts';
import type { Standing, Tally } from './standing.ts';

/** What must be known to read the standings. */
export const STANDINGS_NOTE =
  'Of how many others each is shown to be better / worse, corrected for the number of pairs (Holm). Of the rest no difference ' +
  'was shown, which is not “equal”.';

/** What `standingCells` says, column by column. */
export function standingHead({ pfaLimits, scenarios }: Pick<Plan, 'pfaLimits' | 'scenarios'>): readonly string[] {
  const [limit] = pfaLimits;
  const [told] = scenarios;
  return [
    'technology',
    `finds more / less${limit === undefined ? '' : ` at Pfa ${limitText(limit)}`}`,
    'ranks better / worse',
    `faster / slower${told === undefined ? '' : ` in ${told.scenario}`}`,
  ];
}

/** Where a technology stands, after its name. */
export function standingCells({ finding, ranking, speed }: Standing): readonly string[] {
  return [finding, ranking, speed].map(tallyText);
}

function tallyText({ better, worse, compared }: Tally): string {
  return compared === 0 ? 'not compared' : `${better} / ${worse} of ${compared}`;
}
