import type { Interval } from '../../evaluation/bootstrap-interval.ts';
import type { Agreement } from '../bench/report/pair-report.ts';

/** What `scanbench compare` found between two reports: what changed from the first to the second. */
export interface ReportComparison {
  readonly kind: 'scanbench-comparison';
  readonly version: 1;
  readonly first: ComparedReport;
  readonly second: ComparedReport;
  readonly scans: ScanPairing;
  /** Why speeds are shown apart; empty where ratios may be taken. */
  readonly speedApart: readonly string[];
  readonly technologies: readonly TechnologyComparison[];
  /** Technologies of the first report that the second lacks, and the other way round. */
  readonly lost: readonly string[];
  readonly added: readonly string[];
  /** A sentence for each measure and each failure by which the second is worse beyond its uncertainty: what `--gate` stops at. */
  readonly worse: readonly string[];
}

export interface ComparedReport {
  readonly file: string;
  readonly id: string;
  readonly plan: string;
  readonly madeAt: string;
  readonly scanbench: string;
  readonly benigns: number;
  readonly threats: number;
}

/** Which scans carry the comparison. */
export type ScanPairing =
  | {
      readonly state: 'paired';
      readonly threats: number;
      readonly benigns: number;
      /** Scans of one report alone, left out. */
      readonly onlyFirst: number;
      readonly onlySecond: number;
    }
  | { readonly state: 'unpaired'; readonly reason: string };

export interface TechnologyComparison {
  readonly first: string;
  readonly second: string;
  /** Of what makes a technology, what is not the same: `weights`, `version`, `operating point`, `precision`. */
  readonly changed: readonly string[];
  /** Null where scans are not paired. */
  readonly agreement: Agreement | null;
  readonly changes: readonly Change[];
  /** Times of each run that may not be divided by one another. */
  readonly apart: readonly TimesApart[];
  /** On how many scans it failed, and what is not compared, each with why. */
  readonly notes: readonly string[];
}

/** One measure in both reports, and whether the second is shown to be better or worse. */
export interface Change {
  readonly measure: string;
  /** `share`: a rate or AUROC, 0…1, compared by second less first; `ms`: a time, compared by second over first. */
  readonly unit: 'share' | 'ms';
  readonly first: number;
  readonly second: number;
  /** Scans, or rounds of a time. */
  readonly n: readonly [first: number, second: number];
  readonly effect: number;
  /** 95 %, not corrected for the number of measures. */
  readonly bounds: Interval;
  readonly test: string;
  /** Two-sided; null where the bounds alone decide. */
  readonly pValue: number | null;
  /** By Holm over all measures that gate, or over all of one kind that do not. */
  readonly pHolm: number | null;
  readonly gates: boolean;
  readonly finding: 'better' | 'worse' | 'not shown';
}

export interface TimesApart {
  readonly measure: string;
  readonly firstMs: number;
  readonly secondMs: number;
}
