/** The most variance that one pass of three taps gives without ringing, in px². */
const LARGEST_PASS = 0.5;

/**
 * Blurs a row-major field along and across its rows by passes of three taps (share, 1 − 2·share, share), whose
 * variances in px² add up to the ones asked for. Beyond its border the field goes on as its outermost pixels.
 */
export function soften(
  field: Float32Array,
  widthPx: number,
  heightPx: number,
  variance: { readonly along: number; readonly across: number },
): Float32Array {
  let softened = field;
  for (const [axis, total] of [
    ['along', variance.along],
    ['across', variance.across],
  ] as const) {
    const passes = Math.ceil(total / LARGEST_PASS);
    for (let pass = 0; pass < passes; pass++)
      softened = blurOnce(softened, widthPx, heightPx, axis, total / passes / 2);
  }
  return softened;
}

function blurOnce(
  field: Float32Array,
  widthPx: number,
  heightPx: number,
  axis: 'along' | 'across',
  share: number,
): Float32Array {
  const blurred = new Float32Array(field.length);
  for (let y = 0; y < heightPx; y++) {
    const above = Math.max(0, y - 1) * widthPx;
    const below = Math.min(heightPx - 1, y + 1) * widthPx;
    for (let x = 0; x < widthPx; x++) {
      const here = field[y * widthPx + x] ?? 0;
      const sides =
        axis === 'along'
          ? (field[y * widthPx + Math.max(0, x - 1)] ?? 0) + (field[y * widthPx + Math.min(widthPx - 1, x + 1)] ?? 0)
          : (field[above + x] ?? 0) + (field[below + x] ?? 0);
      blurred[y * widthPx + x] = (1 - 2 * share) * here + share * sides;
    }
  }
  return blurred;
}
