import type { Box } from '../domain/box.ts';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { calledOff, type IsCalledOff, neverCalledOff } from './call-off.ts';
import type { AssessedView } from './detector.ts';
import { gridOfAnswers } from './grid-of-answers.ts';
import type { Manifest } from './manifest.ts';
import { type InputPlan, planInput } from './plan-input.ts';
import { inputLength, prepareInput } from './prepare-input.ts';
import { type PatchScores, readOutput } from './read-output.ts';
import type { LoadedModel } from './runtime.ts';
import type { ScoreGrid } from './score-grid.ts';
import { type ScorePatch, scoreTogether } from './spread/score-together.ts';
import { putScores, takeTileToHelp } from './spread/shared-tiles.ts';
import type { SharedBox, TileHelpers } from './spread/tile-helpers.ts';
import { createStageClock, type StageClock } from './stage-clock.ts';

/** What is asked and told while a box is scored. */
export interface ScoreBoxOptions {
  readonly clock: StageClock;
  readonly isCalledOff?: IsCalledOff;
  /** Other threads that may take tiles; without it this thread does all. */
  readonly helpers?: TileHelpers<SharedBox>;
}

/** A model over boxes of views. Calls share one buffer: each waits for the one before it. */
export interface BoxScorer {
  /** Prepares, infers, and puts what came back onto one grid. */
  score(view: AssessedView, box: Box, options: ScoreBoxOptions): Promise<Outcome<ScoreGrid>>;
  /** Takes tiles of a box that another thread leads, until none is left or they are closed; gives how many. */
  help(shared: SharedBox): Promise<number>;
}

export function createBoxScorer(manifest: Manifest, model: Pick<LoadedModel, 'run'>): BoxScorer {
  const { input } = manifest;
  // Scans of one scanner have one size: the buffer of the last box mostly fits the next.
  let buffer = new Float32Array(0);
  // All tiles of a model have one size, so all of its answers have: helpers get room for as many cells as the last had.
  let lastAnswer: Pick<PatchScores, 'widthCells' | 'heightCells'> | null = null;

  /** Prepares a box; what it gives runs the model on one patch of it. */
  function openBox(
    view: AssessedView,
    box: Box,
    plan: InputPlan,
    clock: StageClock,
    isCalledOff: IsCalledOff,
  ): Outcome<ScorePatch> {
    const length = inputLength(plan, input);
    if (buffer.length !== length) buffer = new Float32Array(length);
    const prepared = prepareInput(view, box, plan, input, buffer);
    if (!prepared.ok) return prepared;
    return succeed(async (patch) => {
      const tensor = prepared.value(patch);
      clock.end('prepareMs');
      if (isCalledOff()) return calledOff('prepare');
      const outputs = await model.run({ [input.name]: tensor });
      clock.end('inferMs');
      if (!outputs.ok) return outputs;
      const scores = readOutput(manifest, tensor, outputs.value);
      clock.end('interpretMs');
      return scores;
    });
  }

  return {
    async score(view, box, { clock, isCalledOff = neverCalledOff, helpers }) {
      const plan = planInput(box, input);
      const opened = openBox(view, box, plan, clock, isCalledOff);
      if (!opened.ok) return opened;
      const answers = await scoreTogether(view, box, plan, opened.value, {
        energies: input.energies,
        expected: lastAnswer,
        clock,
        helpers,
      });
      if (!answers.ok) return answers;
      const [first, ...others] = answers.value;
      if (first === undefined || others.some((other) => !areAlike(first, other))) return SEVERAL_SIZES;
      lastAnswer = { widthCells: first.widthCells, heightCells: first.heightCells };
      const grid = gridOfAnswers(box, plan, answers.value);
      clock.end('interpretMs');
      return succeed(grid);
    },
    async help({ view, assessment, box, tiles }) {
      const plan = planInput(box, input);
      const opened = openBox({ view, assessment }, box, plan, createStageClock(), neverCalledOff);
      if (!opened.ok) return 0;
      let taken = 0;
      for (let index = takeTileToHelp(tiles); index !== null; index = takeTileToHelp(tiles)) {
        const patch = plan.patches[index];
        const scores = patch === undefined ? null : await opened.value(patch);
        // What fails here fails in the leader's hands, too, and it has somebody to tell.
        putScores(tiles, index, scores?.ok === true ? scores.value : null);
        taken += 1;
      }
      return taken;
    },
  };
}

function areAlike(one: PatchScores, other: PatchScores): boolean {
  return one.widthCells === other.widthCells && one.heightCells === other.heightCells;
}

const SEVERAL_SIZES = fail(
  'runtime-failed',
  'The model answers tiles of one size with maps of several; leave input.tile out.',
);
