/** A named threshold, chosen on benign scans so that false alarms stay within a limit. */
export interface OperatingPoint {
  readonly name: string;
  /** A scan whose score is at or above it alarms, 0…1. */
  readonly threshold: number;
  /** The false-alarm limit that the port asked for, 0…1. */
  readonly pfaLimit: number;
  /** Benign scans that the threshold was chosen on. */
  readonly benignCount: number;
  /** 95 % bounds of the false-alarm probability at the threshold. */
  readonly pfaBounds: readonly [number, number];
}

/** A point that was chosen on no scan at all is a placeholder: nothing is known of its false alarms. */
export function isCalibrated({ benignCount }: Pick<OperatingPoint, 'benignCount'>): boolean {
  return benignCount > 0;
}
