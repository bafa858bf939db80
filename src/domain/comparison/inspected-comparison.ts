import type { DecisionName } from '../screening/decision.ts';
import type { PairedCounts } from './paired-counts.ts';
import type { DetectionRates, Rate } from './rate.ts';

/** What the inspected scans alone say of one technology. */
export interface InspectedRates {
  /** Always: alarms are opened more often than clears, so that misses stay unseen and Pd looks too good. */
  readonly isBiased: true;
  /** Pd and Pfa over the inspected scans, with the exact bounds that would hold had chance alone chosen them. */
  readonly rates: DetectionRates;
  /** How many of the scans with each decision were inspected; null where there is no such scan. */
  readonly inspectedShares: Readonly<Record<DecisionName, Rate | null>>;
}

/** A share of all scans, inspected or not, estimated from the inspected ones. */
export interface CorrectedShare {
  /** Null where it would rest on nothing: no threat (for Pfa: no benign scan) was found, or most cells' scans by nobody. */
  readonly value: number | null;
  /** 95 %, and valid in those cases, too. */
  readonly bounds: readonly [lower: number, upper: number];
}

/** Undecided scans stay in the denominators; an officer must look at them, so they also count beside the alarms. */
export interface CorrectedRates {
  readonly pd: CorrectedShare;
  readonly pdOrUndecided: CorrectedShare;
  readonly pfa: CorrectedShare;
  readonly pfaOrUndecided: CorrectedShare;
}

/** The scans on which both technologies and the champion of the time decided so. */
export interface ScreenedCell {
  readonly first: DecisionName;
  readonly second: DecisionName;
  readonly champion: DecisionName;
  readonly screened: number;
}

/** What two technologies would have been seen to do, had every scan been inspected; or why that cannot be said. */
export type CorrectedComparison =
  | {
      readonly state: 'estimated';
      readonly first: CorrectedRates;
      readonly second: CorrectedRates;
      /** The first less the second. */
      readonly pdDifference: CorrectedShare;
      readonly pfaDifference: CorrectedShare;
      /** Threats among all scans. */
      readonly prevalence: CorrectedShare;
      /** Inspections that stand for others, and the threats among them: the n of all these figures. */
      readonly standing: { readonly scans: number; readonly threats: number };
      /**
       * Cells in which nothing stands for the scans. The values borrow for them; the bounds take them for anything. The
       * cure where that makes them wide: open some such scans at random.
       */
      readonly uninspected: readonly ScreenedCell[];
    }
  /** Nothing stands for the scans that the champion did not alarm on. The cure: open some of them at random. */
  | { readonly state: 'no-random-inspections' };

/** How often two technologies say the same of a scan, whatever was in it. */
export interface Agreement {
  /** Scans with the same decision by both, of all that both screened. */
  readonly same: Rate;
  /**
   * Cohen's kappa: 0 where they agree as often as by chance, given how often each says what; 1 where always. Null where
   * both always say one and the same thing, so that chance alone explains all.
   */
  readonly kappa: number | null;
}

/** McNemar's exact test over scans whose truth is known. */
export interface PairedTest {
  readonly counts: PairedCounts;
  readonly n: number;
  /** Null where the lot fell more often on scans on which one of the two alone alarms than on those of the other: it would tell of the lot. */
  readonly pValue: number | null;
}

/** The same test on threats, where right is an alarm, and on benign scans, where right is none. */
export interface PairedTests {
  readonly threats: PairedTest;
  readonly benigns: PairedTest;
}

/** Two technologies on the live traffic of a pilot. */
export interface InspectedComparison {
  /** Scans that both screened. */
  readonly screened: number;
  readonly uncorrected: { readonly first: InspectedRates; readonly second: InspectedRates };
  readonly corrected: CorrectedComparison;
  readonly agreement: Agreement | null;
  /**
   * Over `random` inspections the test is fair, as long as the lot fell alike on all scans. Over all of them it has more scans and favours the champion on threats,
   * whose hits are opened and whose misses are not.
   */
  readonly mcnemar: { readonly random: PairedTests; readonly allInspected: PairedTests };
}
