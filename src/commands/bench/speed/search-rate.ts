import { type Outcome, succeed } from '../../../domain/failure.ts';
import { queriesToPass, slowerAllowed } from '../../../performance/early-stopping.ts';
import {
  type FoundRate,
  foundRate,
  nextRate,
  type RateLimits,
  trialsLeft,
} from '../../../performance/find-highest-rate.ts';
import type { IsEndAsked } from '../end-early.ts';
import { type PlannedServer, SERVER } from '../plan/planned-scenario.ts';
import type { RunningTarget } from '../targets/start-target.ts';
import type { MeasuredBlock } from '../targets/target-messages.ts';
import { threeDigitsText } from './latency-text.ts';

/** One rate of arrivals that was tried. */
export interface RateTrial {
  readonly perSecond: number;
  /** Issued before the trial ended; it ends early where it is lost. */
  readonly queries: number;
  /** Of these, later than the bound, refused or failed. */
  readonly slower: number;
  /** So many may be, of all queries that the trial was to have. */
  readonly slowerAllowed: number;
  readonly isKept: boolean;
}

/** How the highest rate was found: what the target gets through at most, every trial, and between which rates it lies. */
export interface RateSearch extends FoundRate {
  readonly capacityPerSecond: number;
  readonly trials: readonly RateTrial[];
}

export interface SearchedRate {
  readonly search: RateSearch;
  /** That of the highest rate that was kept, else of the lowest tried; with the answers of all trials. */
  readonly block: MeasuredBlock;
}

export interface SearchTerms {
  /** How many are timed. */
  readonly scans: number;
  /** Hears which rate is tried. */
  readonly say?: (note: string) => void;
  readonly isEndAsked?: IsEndAsked;
}

/** Trials that one slower query does not end; LoadGen, too, asks for no fewer than that at any percentile. */
export const LEAST_SLOWER = 1;

/**
 * Finds the highest rate of Poisson arrivals at which the percentile keeps the bound with 99 % confidence: first what the
 * target gets through where all scans are there at once, then rates below it. Every trial of a round has the same arrivals
 * but for their rate. Null where it was not to go on after a trial. Fails as its blocks do.
 */
export async function searchRate(
  target: Pick<RunningTarget, 'measure'>,
  planned: PlannedServer,
  round: number,
  { scans, say = () => {}, isEndAsked = () => false }: SearchTerms,
): Promise<Outcome<SearchedRate | null>> {
  const { latencyBoundMs: boundMs, roundSeconds, percentile = SERVER.percentile } = planned;
  const { precision = SERVER.precision } = planned;
  const leastMs = 1000 * roundSeconds;
  say('server: all scans at once');
  const full = await target.measure({ shape: { scenario: 'offline' }, leastMs, round });
  if (!full.ok) return full;
  const capacityPerSecond = (1000 * full.value.latenciesMs.filter(Number.isFinite).length) / full.value.wallMs;
  const limits = { capacityPerSecond, precision };
  const trials: RateTrial[] = [];
  const blocks: MeasuredBlock[] = [];
  for (let rate = nextRate(trials, limits); rate !== null; rate = nextRate(trials, limits)) {
    if (isEndAsked()) return succeed(null);
    const least = Math.max(queriesToPass(LEAST_SLOWER, percentile), rate * roundSeconds);
    const queries = Math.ceil(least / scans) * scans;
    say(searchNote(rate, trials, limits));
    const allowed = slowerAllowed(queries, percentile);
    const shape = { scenario: 'server', perSecond: rate, queries, boundMs, slowerAllowed: allowed } as const;
    const block = await target.measure({ shape, leastMs, round });
    if (!block.ok) return block;
    const { latenciesMs } = block.value;
    const slower = latenciesMs.filter((ms) => ms > boundMs).length;
    const isKept = slower <= allowed;
    trials.push({ perSecond: rate, queries: latenciesMs.length, slower, slowerAllowed: allowed, isKept });
    blocks.push(block.value);
  }
  const found = foundRate(trials, limits);
  const place = trials.findIndex(({ perSecond }) => perSecond === found.highestKept);
  const block = blocks.at(place) ?? full.value;
  const answers = [full.value, ...blocks].flatMap((each) => each.answers);
  return succeed({ search: { ...found, capacityPerSecond, trials }, block: { ...block, answers } });
}

/** Which rate is tried, between which, and how many trials are to come: `server: 7.50/s, between 6.20 and 9.10, 3 to go`. */
function searchNote(perSecond: number, trials: readonly RateTrial[], limits: RateLimits): string {
  const { highestKept, lowestBroken } = foundRate(trials, limits);
  const from = highestKept === null ? 'none kept yet, below' : `between ${threeDigitsText(highestKept)} and`;
  return `server: ${threeDigitsText(perSecond)}/s, ${from} ${threeDigitsText(lowestBroken)}, ${trialsLeft(trials, limits)} to go`;
}
