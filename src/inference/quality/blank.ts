import { type Histogram, quantileOf, shareBelow } from './histogram.ts';

/** Content darkens or brightens at least this share of the view by more than noise does. */
const LEAST_CONTENT_SHARE = 0.002;
/** The least range between the darkest and the brightest content, as a share of open beam. */
const LEAST_RANGE = 0.03;
/** Darker than this is as good as black: a beam that was off, a lens cap. */
const BLACK = 0.004;

/** Whether a view shows nothing: one even tone, or black but for a few pixels. */
export function isBlank(histogram: Histogram, airLevel: number): boolean {
  const darkest = quantileOf(histogram, LEAST_CONTENT_SHARE);
  const brightest = quantileOf(histogram, 1 - LEAST_CONTENT_SHARE);
  return brightest - darkest < LEAST_RANGE * airLevel || shareBelow(histogram, BLACK * airLevel + 1) > 0.998;
}
