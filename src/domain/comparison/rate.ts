/** A share of scans, with what it came from and its exact 95 % bounds. */
export interface Rate {
  readonly count: number;
  readonly n: number;
  readonly rate: number;
  readonly bounds: readonly [lower: number, upper: number];
}

/** How one kind of scans was judged. Undecided and failed scans are in every denominator. */
export interface AlarmRates {
  readonly alarm: Rate;
  readonly undecided: Rate;
  /** Scans that the technology gave no answer to; absent where it answered all. */
  readonly failed?: Rate;
  /** An officer must look at an undecided or a failed scan, too: the rate at which these scans reach an officer. */
  readonly alarmOrUndecided: Rate;
}

export interface DetectionRates {
  /** Over the threats; null where there are none. Its `alarm` is Pd. */
  readonly threats: AlarmRates | null;
  /** Over the benign scans; null where there are none. Its `alarm` is Pfa. */
  readonly benigns: AlarmRates | null;
}

/** Of no scan at all. */
export const NO_RATES: DetectionRates = { threats: null, benigns: null };
