import { total } from '../tally.ts';

/** The part of a curve of detection by false alarms that is averaged over, and how its false-alarm axis is drawn. */
export interface CurvePart {
  readonly from: number;
  readonly to: number;
  readonly axis: 'linear' | 'logarithmic';
}

/**
 * What a threat pixel at each level adds to the mean height of the curve "share of threat pixels found, by false-alarm
 * rate" between two rates. The area under the curve (trapezoidal rule) is linear in the pixels, so it is the mean of
 * their credits, for any threat, once the benign pixels are known.
 *
 * From one level to the next lower the rate grows by that level's benign pixels; a pixel that lies above both is found
 * all along, one at the lower level is found more and more on the way. On a logarithmic axis the way from a rate of 0
 * is endless: there such a pixel counts as not yet found, which no threshold contradicts.
 *
 * @param benigns the benign pixels at each level, ascending, in any unit; not all 0
 */
export function creditByLevel(benigns: Float64Array, { from, to, axis }: CurvePart): Float64Array {
  const scale = axis === 'linear' ? (rate: number) => rate : Math.log;
  const start = scale(from);
  const end = scale(to);
  const count = total(benigns);
  const credit = new Float64Array(benigns.length);
  // What the levels below the present one add: the whole part less the way already gone.
  let way = end - start;
  let alarms = 0;
  let left = scale(0);
  for (let level = benigns.length - 1; level >= 0; level--) {
    alarms += benigns[level] ?? 0;
    const right = scale(Math.min(1, alarms / count));
    const a = Math.min(end, Math.max(start, left));
    const b = Math.min(end, Math.max(start, right));
    way -= b - a;
    const rising =
      right > left && Number.isFinite(left) ? ((b - left) ** 2 - (a - left) ** 2) / (2 * (right - left)) : 0;
    credit[level] = Math.max(0, way + rising) / (end - start);
    left = right;
  }
  return credit;
}

/** The mean credit of some pixels: the mean height of their curve. */
export function meanCredit(levels: Uint16Array, credit: Float64Array): number {
  let sum = 0;
  for (const level of levels) sum += credit[level] ?? 0;
  return sum / levels.length;
}
