// ITU-R BT.601, the weights of JPEG's own Y, in 1/65536. They add up to 65536, so that equal channels stay what they are.
const RED = 19_595;
const GREEN = 38_470;
const BLUE = 7_471;
const HALF = 32_768;

/** Samples of one channel made from several, and whether the colours were grey all along. */
export interface Luminance<Samples> {
  readonly samples: Samples;
  readonly isGrey: boolean;
}

/**
 * Turns interleaved colours (3 or 4 channels; a fourth is alpha and dropped) into luminance. Pictures whose channels are
 * equal everywhere come out exactly as they went in.
 */
export function luminanceOf<Samples extends Uint8Array | Uint16Array>(
  source: Samples,
  target: Samples,
  channels: number,
): Luminance<Samples> {
  let differences = 0;
  for (let i = 0, at = 0; i < target.length; i++, at += channels) {
    const red = source[at] ?? 0;
    const green = source[at + 1] ?? 0;
    const blue = source[at + 2] ?? 0;
    differences |= (red ^ green) | (green ^ blue);
    target[i] = (red * RED + green * GREEN + blue * BLUE + HALF) >>> 16;
  }
  return { samples: target, isGrey: differences === 0 };
}
