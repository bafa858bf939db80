import type { GreyPicture } from './picture-statistics.ts';

/** Windows, in shares of the picture's height: about 4, 10, 20 and 40 cm of a container's 2.6 m. */
export const WINDOW_SHARES = [1 / 64, 1 / 26, 1 / 13, 1 / 6.5] as const;

/**
 * How much of a picture's contrast is local, at each window: the standard deviation of means over the window, less means over
 * three windows around it, by that of all grey levels. Whatever a display does to contrast as a whole cancels; what is left
 * is the clutter that something of the window's size has to stand out from.
 */
export function localStructureOf(picture: GreyPicture): readonly number[] {
  const sums = sumsUpTo(picture);
  const whole = deviation(picture.samples);
  return WINDOW_SHARES.map((share) => {
    const window = Math.max(1, Math.round(share * picture.heightPx));
    return whole === 0 ? 0 : deviation(differences(picture, sums, window)) / whole;
  });
}

/** Sums of all samples above and to the left, one row and one column more than the picture. */
function sumsUpTo({ widthPx, heightPx, samples }: GreyPicture): Float64Array {
  const stride = widthPx + 1;
  const sums = new Float64Array(stride * (heightPx + 1));
  for (let y = 0; y < heightPx; y++) {
    let row = 0;
    for (let x = 0; x < widthPx; x++) {
      row += samples[y * widthPx + x] ?? 0;
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row;
    }
  }
  return sums;
}

/** At every place where three windows fit, a quarter of a window apart. */
function differences({ widthPx, heightPx }: GreyPicture, sums: Float64Array, window: number): readonly number[] {
  const stride = widthPx + 1;
  const mean = (x: number, y: number, side: number) => {
    const at = (column: number, row: number) => sums[row * stride + column] ?? 0;
    return (at(x + side, y + side) - at(x, y + side) - at(x + side, y) + at(x, y)) / (side * side);
  };
  const step = Math.max(1, Math.floor(window / 4));
  const found: number[] = [];
  for (let y = 0; y + 3 * window <= heightPx; y += step) {
    for (let x = 0; x + 3 * window <= widthPx; x += step) {
      found.push(mean(x + window, y + window, window) - mean(x, y, 3 * window));
    }
  }
  return found;
}

function deviation(values: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return values.length === 0 ? 0 : Math.sqrt(Math.max(0, squares / values.length - mean * mean));
}
