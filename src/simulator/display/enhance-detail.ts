/**
 * Adds to each pixel `amount` of what it differs by from the mean of its neighbourhood (unsharp masking), in place.
 * Neighbourhoods are squares of 2·reach + 1 pixels, cut at the picture's edges.
 *
 * @param picture - row-major, `columns` wide.
 */
export function enhanceDetail(picture: Float32Array, columns: number, reach: number, amount: number): void {
  const rows = picture.length / columns;
  const means = meanAlong(meanAlong(picture, rows, columns, 1, columns, reach), columns, rows, columns, 1, reach);
  for (let index = 0; index < picture.length; index++) {
    const value = picture[index] ?? 0;
    picture[index] = value + amount * (value - (means[index] ?? 0));
  }
}

/** The running mean along each of `lines` lines of `length` pixels that lie `step` apart, lines `lineStep` apart. */
function meanAlong(
  picture: Float32Array,
  lines: number,
  length: number,
  step: number,
  lineStep: number,
  reach: number,
): Float32Array {
  const means = new Float32Array(picture.length);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    let sum = 0;
    for (let ahead = 0; ahead < Math.min(reach, length); ahead++) sum += picture[start + ahead * step] ?? 0;
    for (let at = 0; at < length; at++) {
      if (at + reach < length) sum += picture[start + (at + reach) * step] ?? 0;
      if (at - reach > 0) sum -= picture[start + (at - reach - 1) * step] ?? 0;
      const count = Math.min(length - 1, at + reach) - Math.max(0, at - reach) + 1;
      means[start + at * step] = sum / count;
    }
  }
  return means;
}
