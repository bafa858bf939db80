import type { PairedCounts } from '../../domain/comparison/paired-counts.ts';
import type { DetectionRates, Rate } from '../../domain/comparison/rate.ts';
import type { FailureCode } from '../../domain/failure.ts';
import type { AnswerName } from '../../domain/screening/decision.ts';
import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import type { Auroc } from '../../evaluation/auroc.ts';
import type { Estimate } from '../../evaluation/estimate.ts';
import type { OperatingCurvePoint } from '../../evaluation/operating-curve.ts';
import type { Bounds } from '../../evaluation/rate-bounds.ts';
import type { Host } from '../origin/host.ts';

/** What `scanbench evaluate` found out: `evaluation.json`. Every number has its n and 95 % bounds beside it. */
export interface Evaluation {
  readonly kind: 'scanbench-evaluation';
  readonly version: 1;
  readonly madeAt: string;
  /** As it was called, less the path of the program. */
  readonly command: string;
  readonly host: Host;
  /** Of the bootstrap. */
  readonly seed: number;
  readonly sets: readonly EvaluatedSet[];
  readonly technologies: readonly EvaluatedTechnology[];
  readonly comparisons: readonly Comparison[];
  /** What a reader must know of it; absent in a report of `scanbench bench`, which has its own, and in what was made before there were any. */
  readonly warnings?: readonly string[];
}

/** A sample set as far as it was screened. */
export interface EvaluatedSet {
  readonly folder: string;
  readonly benigns: number;
  readonly threats: number;
  /** Of the threats, those that no technology could see. */
  readonly belowPenetration: number;
  /** Left out of all numbers, because they cannot be read; absent where there are none. */
  readonly unreadable?: number;
  /** One hash for the planes of all scans that were screened (`planesDigest`); null where one of them lists none. */
  readonly planesSha256: string | null;
}

export interface EvaluatedTechnology {
  readonly id: string;
  readonly model: { readonly id: string; readonly version: string; readonly sha256: string };
  /** Those that scans were judged at: one, or one for readings and one for displays. */
  readonly operatingPoints: readonly OperatingPoint[];
  /** Why it gave no answer, the most frequent cause first; absent where it answered every scan. */
  readonly failures?: readonly CountedFailure[];
  /** Over all scans, and over those of each condition where there are several. */
  readonly measures: readonly Measures[];
  /** Of all scans; not by contrast in reports that were made before there was one: see `partsOf`. */
  readonly strata: Readonly<Record<Exclude<StratumKind, 'contrast'>, readonly Stratum[]>> & {
    readonly contrast?: readonly Stratum[];
  };
}

/** A cause for which a technology failed on scans. */
export interface CountedFailure {
  readonly code: FailureCode;
  readonly message: string;
  readonly scans: number;
}

/** What scanners hand out: 8 bits have been through somebody's window and gamma. */
export const CONDITIONS = ['16-bit dual', '16-bit single', '8-bit display'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** All measures over the scans of one condition, or over all. */
export interface Measures {
  readonly condition: Condition | 'all';
  /** Scans without a score, for want of an energy or of an answer: undecided or failed in every rate, left out of every ranking. */
  readonly unscored: number;
  /** The same over all threats and over some of them, each time beside all benign scans. */
  readonly populations: readonly Population[];
  /** Pd at fixed observed Pfa, and average precision, over all scans that have a score. */
  readonly operatingCurve: readonly OperatingCurvePoint[];
  readonly averagePrecision: Estimate | null;
  readonly localisation: readonly Localisation[];
  readonly histogram: ScoreHistogram;
}

export const POPULATIONS = [
  'all threats',
  'threats not below penetration',
  'threats of 10 kg and more',
  'threats of 10 kg and more, not below penetration',
] as const;
export type PopulationName = (typeof POPULATIONS)[number];

export interface Population {
  readonly name: PopulationName;
  readonly rates: DetectionRates;
  readonly auroc: Auroc | null;
}

export const STRATUM_KINDS = ['condition', 'scanner', 'cargo', 'category', 'mass', 'place', 'contrast'] as const;
export type StratumKind = (typeof STRATUM_KINDS)[number];

/** A part of the scans: threats and benign scans by condition, scanner and cargo; threats by the rest. */
export interface Stratum {
  readonly name: string;
  /** Hits over threats; null where the part has none. */
  readonly pd: Rate | null;
  /** The same without those below penetration. */
  readonly pdVisible: Rate | null;
  readonly threatsUndecided: Rate | null;
  /** False alarms over benign scans; null where the part has none of its own. */
  readonly pfa: Rate | null;
  readonly benignsUndecided: Rate | null;
  /** Of all its scans, those that got no answer; absent where all got one. */
  readonly failed?: Rate;
  /** Of the part's threats against its benign scans, or against all where it has none of its own. */
  readonly auroc: Auroc | null;
  /** Not in reports that were made before there was one. */
  readonly histogram?: PartHistogram;
}

/** Scores of a part in the bins of `ScoreHistogram`: bin → count, without the empty ones, because a part is small. */
export interface PartHistogram {
  readonly threats: BinCounts;
  /** Null where the part is one of threats alone, which are ranked against all benign scans. */
  readonly benigns: BinCounts | null;
}

export type BinCounts = Readonly<Record<string, number>>;

/** Where, not only whether. */
export interface Localisation {
  readonly name: 'all threats' | 'threats not below penetration';
  /** Threats that a detection touches, over all threats whose place is known. */
  readonly touched: Rate | null;
  readonly pixelAuroc: number | null;
  readonly aupro: number | null;
  /** The mean over the views with a threat; null where too few benign pixels were seen. */
  readonly aupimo: (Estimate & { readonly n: number }) | null;
}

/** Counts of scores in equal bins from 0 to 1, the last one with 1 in it: enough to merge reports without a scan. */
export interface ScoreHistogram {
  readonly threats: readonly number[];
  readonly benigns: readonly number[];
}

/** Two technologies on the scans that have a score from both. */
export interface Comparison {
  readonly first: string;
  readonly second: string;
  readonly condition: Condition | 'all';
  readonly threats: number;
  readonly benigns: number;
  /** First less second, DeLong's paired test; null with fewer than two threats or benign scans. */
  readonly auroc: {
    readonly difference: number;
    readonly bounds: Bounds;
    readonly pValue: number | null;
    /** Holm's correction over all pairs of the condition. */
    readonly pHolm: number | null;
  } | null;
  /** McNemar's exact test of who alarms, at the operating points. */
  readonly onThreats: PairedAlarms | null;
  readonly onBenigns: PairedAlarms | null;
}

export interface PairedAlarms {
  readonly counts: PairedCounts;
  readonly pValue: number;
  readonly pHolm: number | null;
}

/** Whether an answer is right for what a scan was: of a benign scan, all but an alarm is. */
export function isRight(truth: 'threat' | 'benign', decision: AnswerName): boolean {
  return (decision === 'alarm') === (truth === 'threat');
}
