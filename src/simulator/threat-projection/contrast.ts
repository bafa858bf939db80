import type { Plane } from '../../domain/plane.ts';
import type { BenignChannel } from './benign-scan.ts';

/**
 * How far a threat changes the picture that is looked at: the mean absolute change of its plane over the threat's mask, as a
 * share of the open-beam level (255 greys on most displays). The change of exported values, after the display curve and
 * rounding, not of attenuation: what goods of a few greys hide is hidden here, too.
 *
 * @param mask - 255 where the threat darkens the picture.
 */
export function contrastOf({ plane, readings }: BenignChannel, withThreat: Plane, mask: Plane): number {
  let [sum, count] = [0, 0];
  for (const [at, isThreat] of mask.samples.entries()) {
    if (isThreat === 0) continue;
    sum += Math.abs((withThreat.samples[at] ?? 0) - (plane.samples[at] ?? 0));
    count++;
  }
  return count === 0 ? 0 : sum / count / readings.airLevel;
}
