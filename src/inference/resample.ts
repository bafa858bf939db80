/**
 * Resizes a channel along both axes, one after the other. Each new pixel is the mean of the old ones that it covers when
 * the channel shrinks, and lies linearly between its two nearest when it grows.
 */
export function resample(
  source: Float32Array,
  widthPx: number,
  heightPx: number,
  toWidthPx: number,
  toHeightPx: number,
): Float32Array {
  const narrowed = new Float32Array(toWidthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    resampleLine(source, y * widthPx, 1, widthPx, narrowed, y * toWidthPx, 1, toWidthPx);
  }
  const resized = new Float32Array(toWidthPx * toHeightPx);
  for (let x = 0; x < toWidthPx; x++) {
    resampleLine(narrowed, x, toWidthPx, heightPx, resized, x, toWidthPx, toHeightPx);
  }
  return resized;
}

function resampleLine(
  source: Float32Array,
  from: number,
  fromStride: number,
  length: number,
  target: Float32Array,
  to: number,
  toStride: number,
  toLength: number,
): void {
  const scale = length / toLength;
  for (let i = 0; i < toLength; i++) {
    const centre = (i + 0.5) * scale;
    const reach = Math.max(0.5, scale / 2);
    let sum = 0;
    let weights = 0;
    for (let at = Math.floor(centre - reach - 0.5); at <= Math.ceil(centre + reach - 0.5); at++) {
      // The overlap of two boxes when shrinking; when growing, boxes of one pixel make this the linear weight.
      const weight = Math.min(at + 1, centre + reach) - Math.max(at, centre - reach);
      if (weight <= 0) continue;
      sum += weight * (source[from + Math.min(length - 1, Math.max(0, at)) * fromStride] ?? 0);
      weights += weight;
    }
    target[to + i * toStride] = sum / weights;
  }
}
