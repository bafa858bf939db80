import type { DecisionName } from '../../domain/decision.ts';

type Interval = readonly [lower: number, upper: number];

export interface Rate {
  readonly count: number;
  readonly n: number;
  readonly rate: number;
  readonly bounds: Interval;
}

interface AlarmRates {
  readonly alarm: Rate;
  readonly undecided: Rate;
}

export interface InspectedRates {
  readonly rates: { readonly threats: AlarmRates | null; readonly benigns: AlarmRates | null };
  readonly inspectedShares: Readonly<Record<DecisionName, Rate | null>>;
}

export interface CorrectedShare {
  readonly value: number | null;
  readonly bounds: Interval;
}

export interface CorrectedRates {
  readonly pd: CorrectedShare;
  readonly pfa: CorrectedShare;
}

export type Corrected =
  | {
      readonly state: 'estimated';
      readonly first: CorrectedRates;
      readonly second: CorrectedRates;
      readonly pdDifference: CorrectedShare;
      readonly pfaDifference: CorrectedShare;
      readonly standing: { readonly scans: number; readonly threats: number };
    }
  | { readonly state: 'no-random-inspections' };

interface PairedTest {
  readonly n: number;
  readonly pValue: number;
  readonly counts: { readonly onlyFirstRight: number; readonly onlySecondRight: number };
}

export interface Latency {
  readonly n: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

export type LiveDrift =
  | {
      readonly state: 'measured';
      readonly level: 'steady' | 'watch' | 'shifted';
      readonly stabilityIndex: { readonly value: number };
      readonly kolmogorovSmirnov: { readonly distance: number };
      readonly scores: number;
      readonly calibrationScores: number;
    }
  | { readonly state: 'no-calibration-scores' | 'no-live-scores' };

export interface ComparedPart {
  readonly screened: number;
  readonly withoutChampion: number;
  readonly uncorrected: { readonly first: InspectedRates; readonly second: InspectedRates };
  readonly corrected: Corrected;
  readonly agreement: { readonly same: Rate; readonly kappa: number | null } | null;
  readonly mcnemar: { readonly random: { readonly threats: PairedTest; readonly benigns: PairedTest } };
}

/** The answer of `GET /v1/comparison`, as far as this page shows it. */
export interface LiveComparison extends ComparedPart {
  readonly technologies: readonly [string, string];
  readonly latency: { readonly first: Latency | null; readonly second: Latency | null };
  readonly drift: { readonly first: LiveDrift; readonly second: LiveDrift };
  readonly warnings: readonly string[];
  readonly parts: readonly (ComparedPart & { readonly part: string | null })[];
  readonly partsLeftOut: number;
}
