import type { LiveDrift } from './drift.ts';
import type { InspectedComparison } from './inspected-comparison.ts';

/** Times of all screenings of one technology in milliseconds, read from a sorted list: no estimate. */
export interface LatencyQuantiles {
  readonly n: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

/** Scans on which two technologies are compared, with all that is known of them. */
export interface ComparedPart extends InspectedComparison {
  /** Scans that both screened and no champion did: they are in no other figure. */
  readonly withoutChampion: number;
}

/** Two technologies on the same live scans: the answer of `GET /v1/comparison`. */
export interface LiveComparison extends ComparedPart {
  readonly technologies: readonly [string, string];
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
