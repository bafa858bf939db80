import { expect, it } from 'vitest';
import { readOnnx } from '../../models/graph/read-onnx.ts';
import { patternBreakGraph } from '../../models/pattern-break/graph.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { loadAttenuationModel } from './attenuation-model.ts';
import { type AttenuationScene, addBlob, periodicScene } from './attenuation-scenes.ts';

/** A value for each cell; rows and columns from 0. */
type Cells = (row: number, column: number) => number;

const PX_PER_CELL = 8;
const OUTSIDE = 1e3;
/** Down and right, in cells: along the container, upwards, aslant. */
const LAGS: readonly (readonly [number, number])[] = [
  ...steps(10, 46, 1).map((right) => [0, right] as const),
  ...steps(10, 34, 2).map((down) => [down, 0] as const),
  ...steps(10, 38, 4).flatMap((right) => [-12, -8, -4, 4, 8, 12].map((down) => [down, right] as const)),
];

it.each([
  [512, 256],
  [96, 64],
])('answers of %i × %i pixels what its definition says, lag after lag', async (widthPx, heightPx) => {
  const scene = addBlob(periodicScene(widthPx, heightPx), { x: widthPx / 2, y: heightPx / 2 });
  const map = await (await loadAttenuationModel(patternBreakGraph())).run(scene);
  const expected = asDefined(scene);
  expect(Math.max(...expected)).toBeGreaterThan(widthPx > 100 ? 0.3 : -1);
  expect(map.scores).toHaveLength(expected.length);
  const differences = map.scores.map((score, i) => Math.abs(score - (expected[i] ?? Number.NaN)));
  expect(Math.max(...differences)).toBeLessThan(1e-4);
});

it('compares many lags by one node: ONNX Runtime took seconds to load a graph of two thousand nodes', () => {
  expect(valueFrom(readOnnx(patternBreakGraph())).nodes.length).toBeLessThan(700);
});

function asDefined(scene: AttenuationScene): readonly number[] {
  const [height, width] = [scene.heightPx / PX_PER_CELL, scene.widthPx / PX_PER_CELL];
  const eighth = table(height, width, (row, column) => cellMean(scene, row, column));
  const residual = table(height, width, secondSmallestOf(eighth, height, width));
  const score = table(height, width, (row, column) => {
    const usual = meanAround(residual, [4, 60], [row, column], [0, height, 0, width]);
    const relative = residual(row, column) / (usual + 0.05 + 0.04 * eighth(row, column));
    return relative / (relative + 4);
  });
  return steps(0, height - 1, 1).flatMap((row) =>
    steps(0, width - 1, 1).map((column) => meanAround(score, [1, 1], [row, column], [0, height, 0, width])),
  );
}

/** How little a patch differs from the second most alike, its edge cells repeated once outwards; 0 without such a one. */
function secondSmallestOf(eighth: Cells, height: number, width: number): Cells {
  const isInside = (row: number, column: number) => row >= -1 && row <= height && column >= -1 && column <= width;
  const edged: Cells = (row, column) =>
    isInside(row, column)
      ? eighth(Math.min(Math.max(row, 0), height - 1), Math.min(Math.max(column, 0), width - 1))
      : OUTSIDE;
  const bounds = [-1, height + 1, -1, width + 1] as const;
  return (row, column) => {
    const residuals = LAGS.flatMap(([down, right]) =>
      [1, -1].map((way) => {
        const counterpart: Cells = (y, x) => edged(y + way * down, x + way * right);
        // The patch around a counterpart outside the picture has none to be compared with.
        if (!isInside(row + way * down, column + way * right)) return OUTSIDE;
        // Both are cut off where either is: at the picture's edge for one way, at the counterpart's for the other.
        const at = way > 0 ? ([row, column] as const) : ([row - down, column - right] as const);
        const own: Cells = way > 0 ? edged : (y, x) => edged(y + down, x + right);
        const other: Cells = way > 0 ? counterpart : edged;
        const beyond = meanAround((y, x) => Math.max(0, own(y, x) - other(y, x)), [1, 1], at, bounds);
        const lacking = meanAround((y, x) => Math.max(0, other(y, x) - own(y, x)), [1, 1], at, bounds);
        return beyond + 0.3 * lacking;
      }),
    );
    const second = residuals.toSorted((a, b) => a - b)[1] ?? OUTSIDE;
    return second < 11.8 ? second : 0;
  };
}

function meanAround(
  cells: Cells,
  [halfHeight, halfWidth]: readonly [number, number],
  [row, column]: readonly [number, number],
  [top, bottom, left, right]: readonly [number, number, number, number],
): number {
  const values = steps(Math.max(top, row - halfHeight), Math.min(bottom - 1, row + halfHeight), 1).flatMap((y) =>
    steps(Math.max(left, column - halfWidth), Math.min(right - 1, column + halfWidth), 1).map((x) => cells(y, x)),
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function cellMean({ attenuation, widthPx }: AttenuationScene, row: number, column: number): number {
  const values = steps(0, PX_PER_CELL - 1, 1).flatMap((y) =>
    steps(0, PX_PER_CELL - 1, 1).map(
      (x) => attenuation[(row * PX_PER_CELL + y) * widthPx + column * PX_PER_CELL + x] ?? 0,
    ),
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Worked out once: each is asked for many times. */
function table(height: number, width: number, cells: Cells): Cells {
  const values = steps(0, height - 1, 1).map((row) => steps(0, width - 1, 1).map((column) => cells(row, column)));
  return (row, column) => values[row]?.[column] ?? Number.NaN;
}

function steps(first: number, last: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}
