import { counted } from '../../../domain/language/counted.ts';
import { textTable } from '../../command-line/text-table.ts';
import { msText } from '../../report-text/number-text.ts';
import { busyHostWarning } from '../host-load.ts';
import { percentileName, threeDigitsText } from '../speed/latency-text.ts';
import { type Axis, SPLITS, TILE_BATCHES } from './axis.ts';
import { LOOKS_AFTER_ROUNDS } from './run-races.ts';
import type { CandidateReport, LatencyRange, RaceOutcome, RaceReport, Tuning } from './tuning.ts';

const MEASURED_HEAD = [
  'rounds',
  'scans',
  'scans/s',
  'time, × chosen',
  'p50 ms [99 % limits]',
  'p90 ms [99 % limits]',
  'CPU ms/scan',
  'outcome',
] as const;

export function candidateHead({ head }: Axis): readonly string[] {
  return [head, ...MEASURED_HEAD];
}

/** Every candidate of a race: what was measured, and what became of it. */
export function candidateRows(race: RaceOutcome, axis: Axis): readonly (readonly string[])[] {
  return race.candidates.map((candidate, place) => [
    `${axis.nameOf(candidate)}${place === 0 ? ' (default)' : ''}`,
    String(candidate.rounds),
    String(candidate.queries),
    candidate.scansPerSecond === null ? '–' : threeDigitsText(candidate.scansPerSecond),
    timesText(candidate),
    rangeText(candidate.p50),
    rangeText(candidate.p90),
    candidate.cpuMsPerScan === null ? '–' : candidate.cpuMsPerScan.toFixed(1),
    outcomeText(race, place, axis),
  ]);
}

/** The race for each technology as a table and a sentence, what siblings would give, what to be wary of. */
export function tuningText(tuning: Tuning): string {
  const races = tuning.races.map((race) =>
    [
      `${race.technology} (${race.precision})`,
      textTable(candidateHead(SPLITS), candidateRows(race, SPLITS)),
      verdictText(race, tuning),
      ...(race.tileBatch.state === 'raced'
        ? [textTable(candidateHead(TILE_BATCHES), candidateRows(race.tileBatch.race, TILE_BATCHES))]
        : []),
      tileBatchText(race, tuning),
    ].join('\n'),
  );
  const notes = [
    ...siblingTexts(tuning),
    ...warningsOf(tuning).map((warning) => `Warning: ${warning}`),
    ...notReadyTexts(tuning),
  ];
  return [...races, ...(notes.length > 0 ? [notes.join('\n')] : [])].join('\n\n');
}

/** What a race came to, in a few sentences. */
export function verdictText(race: RaceOutcome, tuning: Pick<Tuning, 'latencyBound'>, axis: Axis = SPLITS): string {
  const { endedAfterRounds } = race;
  const ended =
    endedAfterRounds === undefined
      ? ''
      : ` Ctrl-C ended the race after ${endedAfterRounds} of up to ${LOOKS_AFTER_ROUNDS.at(-1)} rounds: a longer one may show more.`;
  return `${outcomeVerdict(race, tuning, axis)}${ended}`;
}

function outcomeVerdict(
  { candidates, state, chosen, tied }: RaceOutcome,
  { latencyBound }: Pick<Tuning, 'latencyBound'>,
  { noun, nameOf }: Axis,
): string {
  const [standard, winner] = [candidates[0], candidates[chosen]];
  if (standard === undefined || winner === undefined) throw new RangeError('a race has a default');
  const bound = latencyBound === null ? null : boundText(latencyBound);
  const inTime = bound === null ? '' : ` and keeps ${bound}`;
  if (state === 'none-in-time') {
    if (standard.dropped?.why === 'failed') {
      return `No ${noun} was shown to keep ${bound ?? 'the bound'}, and the default ${nameOf(standard)} failed: there is none to recommend.`;
    }
    return `No ${noun} was shown to keep ${bound ?? 'the bound'}: the default ${nameOf(standard)} stays, and does not promise it.`;
  }
  const others = tied.flatMap((place) => candidates[place] ?? []).map(nameOf);
  const noDifference = others.length === 0 ? '' : ` No difference was shown from ${others.join(', ')}.`;
  if (state === 'default-stays') {
    if (candidates.length === 1) return `The default ${nameOf(winner)} stays${inTime}: no other split fits the CPUs.`;
    const orFailed = candidates.some(({ dropped }) => dropped?.why === 'failed') ? ', or failed' : '';
    const beaten = others.length === 0 ? `every other was shown slower or late${orFailed}` : 'none was shown faster';
    return `The default ${nameOf(winner)} stays${inTime}: ${beaten}.${noDifference}`;
  }
  const why =
    standard.dropped?.why === 'slower'
      ? 'the default was shown slower'
      : standard.dropped?.why === 'failed'
        ? 'the default failed'
        : `the default was ${standard.bound === 'broken' ? 'shown to break' : 'not shown to keep'} ${bound ?? 'the bound'}`;
  return `${nameOf(winner)} is chosen${inTime}: ${why}.${noDifference}`;
}

/** How many tiles are to be one run, or why there is no question. */
export function tileBatchText({ tileBatch }: RaceReport, tuning: Pick<Tuning, 'latencyBound'>): string {
  if (tileBatch.state === 'one-by-one') return `Tile batch: each run takes one tile. ${tileBatch.reason}`;
  return `Tile batch: ${verdictText(tileBatch.race, tuning, TILE_BATCHES)}`;
}

/** A sentence for each sibling of another precision. It is another technology, whose quality is another question. */
export function siblingTexts({ races, siblings }: Tuning): readonly string[] {
  const [first] = races;
  return siblings.map(({ technology, ratio, bounds: [lower, upper], rounds }) => {
    const times = `${ratio.toFixed(2)} × [${lower.toFixed(2)}, ${upper.toFixed(2)}] the time of ${first?.technology} for a scan`;
    const shown = lower <= 1 && upper >= 1 ? 'no difference in speed was shown: ' : '';
    return (
      `${technology}: ${shown}${times}, each at its chosen split (${counted(rounds, 'round')}). It is another technology: see what it ` +
      `finds with scanbench bench --technology ${first?.technology} ${technology}.`
    );
  });
}

export function warningsOf({ othersCpuShare, races, left = [] }: Tuning): readonly string[] {
  const busy = busyHostWarning(othersCpuShare);
  const changed = races.flatMap(({ technology, candidates, tileBatch }) =>
    [
      ...candidates.map((candidate) => ({ ...candidate, name: SPLITS.nameOf(candidate) })),
      ...(tileBatch.state === 'raced' ? tileBatch.race.candidates : []).map((candidate) => ({
        ...candidate,
        name: TILE_BATCHES.nameOf(candidate),
      })),
    ]
      .filter(({ otherAnswers }) => otherAnswers > 0)
      .map(
        (candidate) =>
          `${technology} at ${candidate.name} answered ${counted(candidate.otherAnswers, 'timed scan')} otherwise than at the default: ` +
          'calibrate and evaluate it at the settings that it is to run with.',
      ),
  );
  const failed = races.flatMap(({ technology, candidates, tileBatch }) => [
    ...candidates.flatMap((candidate) => failureOf(technology, candidate, SPLITS)),
    ...(tileBatch.state === 'raced' ? tileBatch.race.candidates : []).flatMap((candidate) =>
      failureOf(technology, candidate, TILE_BATCHES),
    ),
  ]);
  const lost = left.map(({ technology, reason }) => `${technology} has no race: every split of it failed: ${reason}`);
  return [...(busy === null ? [] : [busy]), ...failed, ...lost, ...changed];
}

/** Who would have been tuned instead, and why not. */
export function notReadyTexts({ unavailable = [] }: Tuning): readonly string[] {
  return unavailable.map(({ technology, reason }) => `Not ready: ${technology}: ${reason}`);
}

function failureOf(technology: string, candidate: CandidateReport, { nameOf }: Axis): readonly string[] {
  const { dropped } = candidate;
  if (dropped?.why !== 'failed') return [];
  const failed = dropped.afterRounds === null ? 'did not start' : `failed in round ${dropped.afterRounds + 1}`;
  return [`${technology} at ${nameOf(candidate)} ${failed} and was left out: ${dropped.reason}`];
}

/** `p90 within 500 ms`. */
export function boundText({ percentile, ms }: NonNullable<Tuning['latencyBound']>): string {
  return `${percentileName(percentile)} within ${msText(ms)}`;
}

function outcomeText({ candidates, chosen, tied }: RaceOutcome, place: number, { nameOf }: Axis): string {
  const candidate = candidates[place];
  if (candidate === undefined) return '';
  const { dropped, bound } = candidate;
  if (dropped?.why === 'failed') {
    return dropped.afterRounds === null ? 'did not start' : `failed (round ${dropped.afterRounds + 1})`;
  }
  if (dropped?.why === 'late') {
    return `late: p90 at least ${msText(dropped.lowerMs)} (round ${dropped.afterRounds})`;
  }
  if (dropped?.why === 'slower') {
    const than = candidates[dropped.than];
    const [lower, upper] = dropped.bounds;
    const times = `${dropped.ratio.toFixed(2)} × [${lower.toFixed(2)}, ${upper.toFixed(2)}]`;
    return `slower: ${times} the time of ${than === undefined ? 'another' : nameOf(than)} (round ${dropped.afterRounds})`;
  }
  const open = bound === 'open' ? ', bound neither shown kept nor broken' : '';
  if (place === chosen) return `chosen${open}`;
  return tied.includes(place) ? 'no difference shown' : `not shown to be in time`;
}

function timesText({ timesTheChosen }: CandidateReport): string {
  if (timesTheChosen === null) return '–';
  const { ratio, bounds } = timesTheChosen;
  return `${ratio.toFixed(2)} [${bounds[0].toFixed(2)}, ${bounds[1].toFixed(2)}]`;
}

function rangeText(range: LatencyRange | null): string {
  if (range === null) return '–';
  const { lowerMs, observedMs, upperMs } = range;
  const limit = (ms: number | null) => (ms === null ? 'too few' : ms.toFixed(1));
  return `${observedMs.toFixed(1)} [${limit(lowerMs)}, ${limit(upperMs)}]`;
}
