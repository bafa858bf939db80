import { isCalibrated, type OperatingPoint } from '../../domain/technology/operating-point.ts';

/** What a reader of alarms must know of a technology without a threshold of its own; rankings and speeds stand without one. */
export function calibrationWarning(technology: string, point: OperatingPoint): readonly string[] {
  if (isCalibrated(point)) return [];
  return [
    `${technology} is not calibrated: its threshold is a placeholder, so its alarms say nothing; scanbench calibrate chooses one.`,
  ];
}
