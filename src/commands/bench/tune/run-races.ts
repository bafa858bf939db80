import type { Outcome } from '../../../domain/failure.ts';
import { dropLosers, isUndecided, type RaceTerms } from '../../../performance/race.ts';
import type { IsEndAsked } from '../end-early.ts';
import type { MeasuredBlock } from '../targets/target-messages.ts';
import { type Candidate, racerOf } from './candidate.ts';

/** Rounds after which losers are dropped: whoever is still in is measured twice as long up to the next look. */
export const LOOKS_AFTER_ROUNDS = [6, 12, 24] as const;

export interface RacesOptions {
  /** A race for each technology, the candidates by place, the default first. */
  readonly races: readonly (readonly Candidate[])[];
  readonly latencyBound: RaceTerms['latencyBound'];
  readonly measure: (candidate: Candidate, round: number) => Promise<Outcome<MeasuredBlock>>;
  /** Told of each candidate that leaves its race, so that it stops holding memory. */
  readonly onDropped: (candidate: Candidate) => Promise<void>;
  readonly isEndAsked: IsEndAsked;
}

export function raceTerms(latencyBound: RaceTerms['latencyBound']): RaceTerms {
  return { looks: LOOKS_AFTER_ROUNDS.length, latencyBound };
}

/**
 * Measures all candidates of all races in turn, round by round, each round beginning with another one, and drops losers at
 * every look. A race is over when one candidate is left whose latency is known well enough, or after the last look.
 * A candidate whose block breaks off leaves its race, and the others go on. Gives the round after which the races ended
 * because that was asked, without another look: one more would drop more than its share by chance. Null of races that ran.
 */
export async function runRaces(options: RacesOptions): Promise<number | null> {
  const { races, latencyBound, measure, onDropped, isEndAsked } = options;
  const terms = raceTerms(latencyBound);
  const places = (race: readonly Candidate[]) =>
    race.map((candidate) => (candidate.dropped === null ? racerOf(candidate) : null));
  let running = races;
  let round = 0;
  for (const lookAfter of LOOKS_AFTER_ROUNDS) {
    for (; round < lookAfter; round++) {
      if (round > 0 && isEndAsked()) return round;
      const left = running.flat().filter(({ dropped }) => dropped === null);
      const first = round % Math.max(1, left.length);
      for (const candidate of [...left.slice(first), ...left.slice(0, first)]) {
        const block = await measure(candidate, round);
        if (block.ok) candidate.blocks.push(block.value);
        else {
          candidate.dropped = { why: 'failed', reason: block.failure.message, afterRounds: round };
          await onDropped(candidate);
        }
      }
    }
    for (const race of running) {
      for (const [place, dropped] of dropLosers(places(race), terms).entries()) {
        const candidate = race[place];
        if (dropped === null || candidate === undefined) continue;
        candidate.dropped = { ...dropped, afterRounds: round };
        await onDropped(candidate);
      }
    }
    running = running.filter((race) => isUndecided(places(race), terms));
    if (running.length === 0) break;
  }
  return null;
}
