import { primaryPlane } from '../domain/scan/view.ts';
import type { OperatingPoint } from '../domain/technology/operating-point.ts';
import type { AssessedView } from './detector.ts';

/** The operating point for scans of 8 bits, where a manifest has one of this name. */
export const DISPLAY_POINT = 'display';

/**
 * The operating point that a scan is judged at: `display` for one with a view of 8 bits, where there is such a point,
 * else the first. What an operator's window, gamma and JPEG do to a scan moves benign scores, so one threshold could
 * keep its false-alarm limit for readings or for pictures, but not for both.
 */
export function chooseOperatingPoint(
  points: readonly [OperatingPoint, ...OperatingPoint[]],
  views: readonly AssessedView[],
): OperatingPoint {
  const isDisplay = views.some(({ view }) => primaryPlane(view.planes).bitDepth === 8);
  const display = isDisplay ? points.find(({ name }) => name === DISPLAY_POINT) : undefined;
  return display ?? points[0];
}
