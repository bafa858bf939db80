import type { LiveDrift } from './drift.ts';
import type { InspectedComparison } from './inspected-comparison.ts';

/** Times of all screenings of one technology in milliseconds, read from a sorted list: no estimate. */
export interface LatencyQuantiles {
  readonly n: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

/** A model and a threshold that a technology decided with, and on how many of the compared scans. */
export interface DecidedWith {
  /** The first 12 digits of the model's SHA-256. */
  readonly model: string;
  readonly threshold: number;
  readonly scans: number;
  /** When the first and the last of them were received, ISO 8601 in UTC. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** Scans on which two technologies are compared, with all that is known of them. */
export interface ComparedPart extends InspectedComparison {
  /** Scans that both screened and no champion did: they are in no other figure. */
  readonly withoutChampion: number;
  /** Scans that one of the two screened and the other did not: they are in no figure but latency and drift. */
  readonly screenedByOne: { readonly first: number; readonly second: number };
}

/** Two technologies on the same live scans: the answer of `GET /v1/comparison`. */
export interface LiveComparison extends ComparedPart {
  readonly technologies: readonly [string, string];
  /** The oldest first; more than one where the model or the threshold was changed meanwhile: all figures then mix them. */
  readonly decidedWith: { readonly first: readonly DecidedWith[]; readonly second: readonly DecidedWith[] };
  /** Of all screenings of each, whether or not the other screened the scan. */
  readonly latency: { readonly first: LatencyQuantiles | null; readonly second: LatencyQuantiles | null };
  readonly drift: { readonly first: LiveDrift; readonly second: LiveDrift };
  /** What a reader must know before using a figure, in sentences. */
  readonly warnings: readonly string[];
  /** The same figures part by part; empty unless asked for. */
  readonly parts: readonly (ComparedPart & { readonly part: string | null })[];
  /** Parts beyond those shown, which are the ones with the most scans. */
  readonly partsLeftOut: number;
}
