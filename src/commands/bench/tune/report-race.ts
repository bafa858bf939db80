import { percentileRange } from '../../../performance/percentile-range.ts';
import { boundState, type RaceTerms, raceResult } from '../../../performance/race.ts';
import { type SpeedRatio, speedRatio } from '../../../performance/speed-ratio.ts';
import { type Candidate, racerOf } from './candidate.ts';
import type { CandidateReport, RaceOutcome } from './tuning.ts';

/**
 * How a race ended, with what was measured of every candidate, dropped or not.
 * @param endedAfterRounds null where it ran to its end.
 */
export function raceOutcome(
  race: readonly Candidate[],
  terms: RaceTerms,
  endedAfterRounds: number | null,
): RaceOutcome {
  const left = race.map((candidate) => (candidate.dropped === null ? racerOf(candidate) : null));
  const { state, chosen, tied } = raceResult(left, terms);
  const chosenCandidate = race[chosen];
  if (chosenCandidate === undefined) throw new RangeError('a race has a default');
  const [standard = chosenCandidate] = race;
  // A default that failed at once answered nothing.
  const reference = standard.blocks.length === 0 ? chosenCandidate : standard;
  const candidates = race.map((candidate, place) => ({
    ...candidateReport(candidate, terms),
    otherAnswers: otherAnswers(reference, candidate),
    timesTheChosen: place === chosen ? null : estimated(timesAsLong(chosenCandidate, candidate)),
  }));
  return { state, chosen, tied: [...tied], candidates, ...(endedAfterRounds !== null && { endedAfterRounds }) };
}

/** How many times longer a scan takes with the second, in the rounds that both ran. */
export function timesAsLong(first: Candidate, second: Candidate): SpeedRatio {
  const firstMs = racerOf(first).msPerScanByRound;
  const secondMs = racerOf(second).msPerScanByRound;
  return speedRatio(
    firstMs.flatMap((ms, round) => {
      const other = secondMs[round];
      return other === undefined ? [] : [{ firstMs: ms, secondMs: other }];
    }),
  );
}

function estimated(found: SpeedRatio): CandidateReport['timesTheChosen'] {
  if (found.state !== 'estimated') return null;
  return { ratio: found.ratio, bounds: found.bounds, rounds: found.rounds };
}

function candidateReport(
  candidate: Candidate,
  terms: RaceTerms,
): Omit<CandidateReport, 'timesTheChosen' | 'otherAnswers'> {
  const { blocks, split, dropped } = candidate;
  const racer = racerOf(candidate);
  const queries = racer.latenciesMs.length;
  const sum = (of: (block: (typeof blocks)[number]) => number) => blocks.reduce((all, block) => all + of(block), 0);
  return {
    ...split,
    rounds: blocks.length,
    queries,
    scansPerSecond: queries === 0 ? null : (1000 * queries) / sum(({ wallMs }) => wallMs),
    cpuMsPerScan:
      queries > 0 && blocks.every(({ cpuMs }) => cpuMs !== null) ? sum(({ cpuMs }) => cpuMs ?? 0) / queries : null,
    peakMemoryBytes: blocks.at(-1)?.peakMemoryBytes ?? null,
    p50: queries === 0 ? null : percentileRange(racer.latenciesMs, 0.5),
    p90: queries === 0 ? null : percentileRange(racer.latenciesMs, 0.9),
    bound: queries === 0 ? 'open' : boundState(racer, terms.latencyBound),
    dropped,
  };
}

/** Timed scans of which the second gave an answer that the first never gave: threads may add up in another order. */
function otherAnswers(first: Candidate, second: Candidate): number {
  const known = new Set(first.blocks.flatMap(({ answers }) => answers.map(({ scan, answer }) => `${scan} ${answer}`)));
  const others = second.blocks.flatMap(({ answers }) =>
    answers.filter(({ scan, answer }) => !known.has(`${scan} ${answer}`)),
  );
  return new Set(others.map(({ scan }) => scan)).size;
}
