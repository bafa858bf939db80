import type { ScoreGrid } from './score-grid.ts';

/** A Gaussian is cut off at three standard deviations: 0.3 % of its weight lies beyond. */
const CUT_OFF_SIGMAS = 3;
/** Below this many cells a Gaussian leaves more than 99.9 % of each value where it is. */
const LEAST_SIGMA_CELLS = 0.15;

/** Blurs a grid with a Gaussian of `sigmaPx` pixels of the view, one axis after the other, edges repeated. */
export function smoothGrid(grid: ScoreGrid, sigmaPx: number): ScoreGrid {
  const across = gaussianKernel(sigmaPx / grid.cellWidthPx);
  const down = gaussianKernel(sigmaPx / grid.cellHeightPx);
  const rows = across.length === 1 ? grid.values : blurAcross(grid, across);
  return { ...grid, values: down.length === 1 ? rows : blurDown({ ...grid, values: rows }, down) };
}

function blurAcross({ values, widthCells, heightCells }: ScoreGrid, kernel: Float32Array): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const line = new Float32Array(widthCells + 2 * radius);
  const blurred = new Float32Array(values.length);
  for (let from = 0; from < widthCells * heightCells; from += widthCells) {
    line.fill(values[from] ?? 0, 0, radius);
    line.set(values.subarray(from, from + widthCells), radius);
    line.fill(values[from + widthCells - 1] ?? 0, radius + widthCells);
    for (let x = 0; x < widthCells; x++) {
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap++) sum += (kernel[tap] ?? 0) * (line[x + tap] ?? 0);
      blurred[from + x] = sum;
    }
  }
  return blurred;
}

/** Adds whole rows up, because neighbours of a column lie far apart in memory. */
function blurDown({ values, widthCells, heightCells }: ScoreGrid, kernel: Float32Array): Float32Array {
  const radius = (kernel.length - 1) / 2;
  const sums = new Float64Array(widthCells);
  const blurred = new Float32Array(values.length);
  for (let y = 0; y < heightCells; y++) {
    sums.fill(0);
    for (let tap = 0; tap < kernel.length; tap++) {
      const weight = kernel[tap] ?? 0;
      const from = Math.min(heightCells - 1, Math.max(0, y + tap - radius)) * widthCells;
      for (let x = 0; x < widthCells; x++) sums[x] = (sums[x] ?? 0) + weight * (values[from + x] ?? 0);
    }
    blurred.set(sums, y * widthCells);
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
