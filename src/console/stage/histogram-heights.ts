/** Sums counts into `binCount` bins and scales them by their square root to 0…1, so that the air peak hides nothing. */
export function histogramHeights(counts: Uint32Array, binCount: number): readonly number[] {
  const sums = new Array<number>(binCount).fill(0);
  for (let reading = 0; reading < counts.length; reading++) {
    const bin = Math.floor((reading * binCount) / counts.length);
    sums[bin] = (sums[bin] ?? 0) + (counts[reading] ?? 0);
  }
  const peak = Math.max(1, ...sums);
  return sums.map((sum) => Math.sqrt(sum / peak));
}
