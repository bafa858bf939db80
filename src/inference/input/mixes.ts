/** What each new pixel along one axis is made of: as many old pixels for every one, with shares that add up to 1. */
export interface Mixes {
  /** The first old pixel of each new one. */
  readonly firsts: Int32Array;
  /** Old pixels to a new one; those that it does not need, the last of them perhaps beyond the end, have a share of 0. */
  readonly taps: number;
  /** `taps` for each new pixel. */
  readonly shares: Float64Array;
}

/**
 * How `length` old pixels become `toLength` new ones: the mean of what each covers when they shrink, linearly between the
 * two nearest when they grow.
 *
 * @param together - `taps` is a multiple of it.
 */
export function mixesAlong(length: number, toLength: number, together = 1): Mixes {
  const scale = length / toLength;
  const reach = Math.max(0.5, scale / 2);
  const taps = Math.ceil((Math.ceil(2 * reach) + 1) / together) * together;
  const firsts = new Int32Array(toLength);
  const shares = new Float64Array(toLength * taps);
  for (let i = 0; i < toLength; i++) {
    const centre = (i + 0.5) * scale;
    const lowest = Math.floor(centre - reach);
    const first = Math.max(0, lowest);
    const last = Math.min(length - 1, Math.ceil(centre + reach) - 1);
    firsts[i] = first;
    for (let at = lowest; at < centre + reach; at++) {
      // The overlap of two boxes when shrinking; when growing, boxes of one pixel make this the linear weight.
      const share = (Math.min(at + 1, centre + reach) - Math.max(at, centre - reach)) / (2 * reach);
      const to = i * taps + Math.min(last, Math.max(first, at)) - first;
      shares[to] = (shares[to] ?? 0) + share;
    }
  }
  return { firsts, taps, shares };
}
