import type { Box } from '../domain/box.ts';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { calledOff, type IsCalledOff, neverCalledOff } from './call-off.ts';
import type { AssessedView } from './detector.ts';
import type { Manifest } from './manifest.ts';
import { type InputPlan, planInput } from './plan-input.ts';
import { inputLength, prepareInput } from './prepare-input.ts';
import { type PatchScores, readOutput } from './read-output.ts';
import type { LoadedModel } from './runtime.ts';
import type { ScoreGrid } from './score-grid.ts';
import type { StageClock } from './stage-clock.ts';
import { createStitcher } from './tiles.ts';

/** Runs a model over one judged box of a view: prepare, infer, and put what came back onto one grid. */
export type ScoreBox = (
  view: AssessedView,
  box: Box,
  clock: StageClock,
  isCalledOff?: IsCalledOff,
) => Promise<Outcome<ScoreGrid>>;

export function createBoxScorer(manifest: Manifest, model: Pick<LoadedModel, 'run'>): ScoreBox {
  const { input } = manifest;
  // Scans of one scanner have one size: the buffer of the last box mostly fits the next.
  let buffer = new Float32Array(0);
  return async (view, box, clock, isCalledOff = neverCalledOff) => {
    const plan = planInput(box, input);
    const length = inputLength(plan, input);
    if (buffer.length !== length) buffer = new Float32Array(length);
    const prepared = prepareInput(view, box, plan, input, buffer);
    if (!prepared.ok) return prepared;

    const answers: PatchScores[] = [];
    for (const patch of plan.patches) {
      const tensor = prepared.value(patch);
      clock.end('prepareMs');
      if (isCalledOff()) return calledOff('prepare');
      const outputs = await model.run({ [input.name]: tensor });
      clock.end('inferMs');
      if (!outputs.ok) return outputs;
      const scores = readOutput(manifest, tensor, outputs.value);
      if (!scores.ok) return scores;
      if (!isLikeTheOthers(scores.value, answers)) {
        return fail(
          'runtime-failed',
          'The model answers tiles of one size with maps of several; leave input.tile out.',
        );
      }
      answers.push(scores.value);
      clock.end('interpretMs');
    }
    return succeed(answers.length === 1 ? gridOfWhole(box, plan, answers) : gridOfTiles(box, plan, answers));
  };
}

function isLikeTheOthers({ widthCells, heightCells }: PatchScores, [first]: readonly PatchScores[]): boolean {
  return first === undefined || (first.widthCells === widthCells && first.heightCells === heightCells);
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
