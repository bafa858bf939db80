import { LOOKS_AFTER_ROUNDS, raceTerms } from '../../src/commands/bench/tune/run-races.ts';
import { dropLosers, type Racer } from '../../src/performance/race.ts';
import { createRandom } from '../../src/simulator/random.ts';

/** How often the default of `scanbench bench --tune` was dropped as slower, of races in which its time is known. */
export interface RacesWithDefault {
  readonly what: string;
  readonly dropped: number;
  readonly droppedAtFirstLook: number;
}

const FASTEST_MS = 40;
/** Of each block, beside what its round is slowed by. */
const OWN_NOISE = 0.03;

const RACES: readonly { readonly what: string; readonly timesMs: readonly number[] }[] = [
  { what: 'as fast as four others', timesMs: Array.from({ length: 5 }, () => FASTEST_MS) },
  ...[1.02, 1.05, 1.1].map((factor) => ({
    what: `${Math.round(100 * (factor - 1))} % slower than the fastest of three`,
    timesMs: [FASTEST_MS * factor, FASTEST_MS, 1.5 * FASTEST_MS],
  })),
];

export function measureRaces(repetitions: number, seed: number): readonly RacesWithDefault[] {
  const terms = raceTerms(null);
  const rounds = Math.max(...LOOKS_AFTER_ROUNDS);
  return RACES.map(({ what, timesMs }) => {
    const looks = Array.from({ length: repetitions }, (_, repetition) => {
      const racers = plantedRacers(seed + repetition, rounds, timesMs);
      return LOOKS_AFTER_ROUNDS.find(
        (look) =>
          dropLosers(
            racers.map((racer) => upTo(racer, look)),
            terms,
          )[0] !== null,
      );
    });
    const dropped = looks.filter((look) => look !== undefined).length;
    return { what, dropped, droppedAtFirstLook: looks.filter((look) => look === LOOKS_AFTER_ROUNDS[0]).length };
  });
}

/** On a busy machine: every round slows all alike, by up to a half. */
function plantedRacers(seed: number, rounds: number, timesMs: readonly number[]): readonly Racer[] {
  const random = createRandom(seed, 'race');
  const slowed = Array.from({ length: rounds }, () => random.between(1, 1.5));
  return timesMs.map((ms) => ({
    msPerScanByRound: slowed.map((slow) => ms * slow * Math.exp(OWN_NOISE * random.normal())),
    latenciesMs: [ms],
  }));
}

function upTo({ msPerScanByRound, latenciesMs }: Racer, round: number): Racer {
  return { msPerScanByRound: msPerScanByRound.slice(0, round), latenciesMs };
}
