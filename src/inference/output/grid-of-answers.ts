import type { Box } from '../../domain/scan/box.ts';
import type { InputPlan } from '../input/plan-input.ts';
import { createStitcher } from '../input/tiles.ts';
import type { PatchScores } from './read-output.ts';
import type { ScoreGrid } from './score-grid.ts';

/** What a model said about the patches of a box, in their order and all of one size, as one grid over the box. */
export function gridOfAnswers(box: Box, plan: InputPlan, answers: readonly PatchScores[]): ScoreGrid {
  return answers.length === 1 ? gridOfWhole(box, plan, answers) : gridOfTiles(box, plan, answers);
}

/** The one answer over the whole box; cells that lie wholly in the padding are cut off. */
function gridOfWhole(box: Box, plan: InputPlan, [answer]: readonly PatchScores[]): ScoreGrid {
  if (answer === undefined) throw new Error('a plan has at least one patch');
  const { resizedTo } = plan;
  // Pixels of the view that one pixel of the tensor stands for.
  const shrinkX = resizedTo === null ? 1 : box.width / resizedTo.widthPx;
  const shrinkY = resizedTo === null ? 1 : box.height / resizedTo.heightPx;
  const cellWidthPx = (plan.widthPx / answer.widthCells) * shrinkX;
  const cellHeightPx = (plan.heightPx / answer.heightCells) * shrinkY;
  return crop(box, answer, cellWidthPx, cellHeightPx);
}

/** All tiles, blended where they overlap. */
function gridOfTiles(box: Box, plan: InputPlan, answers: readonly PatchScores[]): ScoreGrid {
  const { widthCells: tileCells = 1, heightCells: tileRows = 1 } = answers[0] ?? {};
  const cellWidthPx = plan.widthPx / tileCells;
  const cellHeightPx = plan.heightPx / tileRows;
  const last = plan.patches.at(-1) ?? { x: 0, y: 0 };
  const widthCells = Math.round(last.x / cellWidthPx) + tileCells;
  const heightCells = Math.round(last.y / cellHeightPx) + tileRows;
  const stitcher = createStitcher(widthCells, heightCells, Math.floor(plan.overlapPx / cellWidthPx));
  plan.patches.forEach(({ x, y }, index) => {
    const answer = answers[index];
    if (answer === undefined) return;
    stitcher.add(answer.values, tileCells, tileRows, Math.round(x / cellWidthPx), Math.round(y / cellHeightPx));
  });
  const whole = { widthCells, heightCells, values: stitcher.finish() };
  return crop(box, whole, cellWidthPx, cellHeightPx);
}

function crop(box: Box, scores: PatchScores, cellWidthPx: number, cellHeightPx: number): ScoreGrid {
  const widthCells = Math.min(scores.widthCells, Math.max(1, Math.ceil(box.width / cellWidthPx - 1e-9)));
  const heightCells = Math.min(scores.heightCells, Math.max(1, Math.ceil(box.height / cellHeightPx - 1e-9)));
  if (widthCells === scores.widthCells && heightCells === scores.heightCells) {
    return { box, widthCells, heightCells, cellWidthPx, cellHeightPx, values: scores.values };
  }
  const values = new Float32Array(widthCells * heightCells);
  for (let y = 0; y < heightCells; y++) {
    const from = y * scores.widthCells;
    values.set(scores.values.subarray(from, from + widthCells), y * widthCells);
  }
  return { box, widthCells, heightCells, cellWidthPx, cellHeightPx, values };
}
