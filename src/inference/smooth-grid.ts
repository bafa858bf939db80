import type { ScoreGrid } from './score-grid.ts';

/** A Gaussian is cut off at three standard deviations: 0.3 % of its weight lies beyond. */
const CUT_OFF_SIGMAS = 3;
/** Below this many cells a Gaussian leaves more than 99.9 % of each value where it is. */
const LEAST_SIGMA_CELLS = 0.15;

/** Blurs a grid with a Gaussian of `sigmaPx` pixels of the view, one axis after the other, edges repeated. */
export function smoothGrid(grid: ScoreGrid, sigmaPx: number): ScoreGrid {
  const across = gaussianKernel(sigmaPx / grid.cellWidthPx);
  const down = gaussianKernel(sigmaPx / grid.cellHeightPx);
  const { widthCells, heightCells } = grid;
  const rows = blurLines(grid.values, across, {
    lines: heightCells,
    lineStride: widthCells,
    length: widthCells,
    stride: 1,
  });
  const values = blurLines(rows, down, { lines: widthCells, lineStride: 1, length: heightCells, stride: widthCells });
  return { ...grid, values };
}

interface Lines {
  readonly lines: number;
  readonly lineStride: number;
  readonly length: number;
  readonly stride: number;
}

function blurLines(
  values: Float32Array,
  kernel: Float32Array,
  { lines, lineStride, length, stride }: Lines,
): Float32Array {
  if (kernel.length === 1) return values;
  const radius = (kernel.length - 1) / 2;
  const blurred = new Float32Array(values.length);
  for (let line = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      let sum = 0;
      for (let tap = -radius; tap <= radius; tap++) {
        const from = Math.min(length - 1, Math.max(0, at + tap));
        sum += (kernel[tap + radius] ?? 0) * (values[line * lineStride + from * stride] ?? 0);
      }
      blurred[line * lineStride + at * stride] = sum;
    }
  }
  return blurred;
}

function gaussianKernel(sigmaCells: number): Float32Array {
  if (sigmaCells < LEAST_SIGMA_CELLS) return Float32Array.of(1);
  const radius = Math.ceil(CUT_OFF_SIGMAS * sigmaCells);
  const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, tap) =>
    Math.exp(-((tap - radius) ** 2) / (2 * sigmaCells * sigmaCells)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
