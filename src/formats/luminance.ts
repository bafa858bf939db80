import { copyGreyQuads } from './copy-grey-quads.ts';

// ITU-R BT.601, the weights of JPEG's own Y, in 1/65536. They add up to 65536, so that grey stays what it is.
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
 * Turns interleaved colours (3 or 4 channels; a fourth is alpha and dropped) into luminance, written to `target`.
 * Scanners often export grey readings as three equal channels: those are copied as they are, which is also faster.
 */
export function luminanceOf<Samples extends Uint8Array | Uint16Array>(
  source: Samples,
  target: Samples,
  channels: number,
): Luminance<Samples> {
  const greyCount = copyWhileGrey(source, target, channels);
  if (greyCount === target.length) return { samples: target, isGrey: true };
  for (let i = greyCount, at = greyCount * channels; i < target.length; i++, at += channels) {
    const weighted = (source[at] ?? 0) * RED + (source[at + 1] ?? 0) * GREEN + (source[at + 2] ?? 0) * BLUE;
    target[i] = (weighted + HALF) >>> 16;
  }
  return { samples: target, isGrey: false };
}

/** Copies pixels up to the first whose channels differ; gives back how many. */
function copyWhileGrey(source: Uint8Array | Uint16Array, target: Uint8Array | Uint16Array, channels: number): number {
  const areBytes = source instanceof Uint8Array && target instanceof Uint8Array;
  const copied = areBytes && channels === 3 ? copyGreyQuads(source, target) : 0;
  for (let i = copied, at = copied * channels; i < target.length; i++, at += channels) {
    const green = source[at + 1] ?? 0;
    if (source[at] !== green || source[at + 2] !== green) return i;
    target[i] = green;
  }
  return target.length;
}
