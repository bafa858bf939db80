import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Box } from '../domain/scan/box.ts';
import type { Tensor, Tensors } from '../domain/technology/tensor.ts';
import { calledOff, type IsCalledOff, neverCalledOff } from './call-off.ts';
import type { AssessedView } from './detector.ts';
import { type InputPlan, planInput } from './input/plan-input.ts';
import { inputLength, type PreparePatch, prepareInput } from './input/prepare-input.ts';
import type { Manifest } from './model/manifest.ts';
import { gridOfAnswers } from './output/grid-of-answers.ts';
import { type PatchScores, readOutput } from './output/read-output.ts';
import type { ScoreGrid } from './output/score-grid.ts';
import type { LoadedModel } from './runtime.ts';
import { type ScorePatches, scoreTogether } from './spread/score-together.ts';
import { putScores, takeTileToHelp } from './spread/shared-tiles.ts';
import { groupsOf, stackScores } from './spread/tile-groups.ts';
import type { SharedBox, TileHelpers } from './spread/tile-helpers.ts';
import { createStageClock, type StageClock } from './stage-clock.ts';
import { ownTensors, splitTensors, stackTensors } from './tensors/stack-tensors.ts';

/** What is asked and told while a box is scored. */
export interface ScoreBoxOptions {
  readonly clock: StageClock;
  readonly isCalledOff?: IsCalledOff;
  /** Other threads that may take tiles; without it this thread does all. */
  readonly helpers?: TileHelpers<SharedBox>;
  /** Aborted where the work is called off during a run: only of a model that runs on another machine. */
  readonly signal?: AbortSignal | undefined;
}

/** A model over boxes of views. Calls share one buffer: each waits for the one before it. */
export interface BoxScorer {
  /** Prepares, infers, and puts what came back onto one grid. */
  score(view: AssessedView, box: Box, options: ScoreBoxOptions): Promise<Outcome<ScoreGrid>>;
  /** Takes tiles of a box that another thread leads, until none is left or they are closed; gives how many. */
  help(shared: SharedBox, isCalledOff?: IsCalledOff): Promise<number>;
}

/** @param tileBatch so many tiles are one run. */
export function createBoxScorer(manifest: Manifest, model: Pick<LoadedModel, 'run'>, tileBatch = 1): BoxScorer {
  const { input } = manifest;
  // Scans of one scanner have one size: the buffer of the last box mostly fits the next.
  let buffer = new Float32Array(0);
  // All tiles of a model have one size, so all of its answers have: helpers get room for as many cells as the last had.
  let lastAnswer: Pick<PatchScores, 'widthCells' | 'heightCells'> | null = null;

  /** Prepares a box; what it gives runs the model on some patches of it. */
  function openBox(
    view: AssessedView,
    box: Box,
    plan: InputPlan,
    { clock, isCalledOff = neverCalledOff, signal }: Omit<ScoreBoxOptions, 'helpers'>,
  ): Outcome<ScorePatches> {
    const length = inputLength(plan, input);
    if (buffer.length !== length) buffer = new Float32Array(length);
    const prepared = prepareInput(view, box, plan, input, buffer);
    if (!prepared.ok) return prepared;
    return succeed(async (patches) => {
      const tensors = tensorsOf(patches, prepared.value);
      clock.end('prepareMs');
      if (isCalledOff()) return calledOff('prepare');
      const outputs = await runTogether(model, input.name, tensors, signal);
      clock.end('inferMs');
      if (signal?.aborted) return calledOff('prepare');
      if (!outputs.ok) return outputs;
      const scores: PatchScores[] = [];
      for (const [place, tensor] of tensors.entries()) {
        const read = readOutput(manifest, tensor, outputs.value[place] ?? {});
        if (!read.ok) return read;
        scores.push(read.value);
      }
      clock.end('interpretMs');
      return succeed(scores);
    });
  }

  return {
    async score(view, box, { helpers, ...options }) {
      const { clock } = options;
      const plan = planInput(box, input);
      const opened = openBox(view, box, plan, options);
      if (!opened.ok) return opened;
      const answers = await scoreTogether(view, box, plan, opened.value, {
        energies: input.energies,
        expected: lastAnswer,
        tileBatch,
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
    async help({ view, assessment, box, tiles }, isCalledOff = neverCalledOff) {
      const plan = planInput(box, input);
      const opened = openBox({ view, assessment }, box, plan, { clock: createStageClock(), isCalledOff });
      if (!opened.ok) return 0;
      let taken = 0;
      for (let index = takeTileToHelp(tiles); index !== null; index = takeTileToHelp(tiles)) {
        const group = groupsOf(plan.patches, tileBatch)[index];
        const scores = group === undefined ? null : await opened.value(group);
        // What fails here fails in the leader's hands, too, and it has somebody to tell.
        putScores(tiles, index, scores?.ok === true ? stackScores(scores.value, tileBatch) : null);
        taken += 1;
      }
      return taken;
    },
  };
}

/** A tensor for each patch; of several, each has memory of its own, because they are prepared in the same buffer. */
function tensorsOf(patches: InputPlan['patches'], prepare: PreparePatch): readonly Tensor[] {
  if (patches.length === 1) return patches.map(prepare);
  return patches.flatMap((patch) => Object.values(ownTensors({ tile: prepare(patch) })));
}

/** What the model answers to each of some tensors, all of them in one run. */
async function runTogether(
  model: Pick<LoadedModel, 'run'>,
  name: string,
  tensors: readonly Tensor[],
  signal: AbortSignal | undefined,
): Promise<Outcome<readonly Tensors[]>> {
  const all = tensors.map((tensor) => ({ [name]: tensor }));
  const [only = {}] = all;
  const outputs = await model.run(all.length === 1 ? only : stackTensors(all), signal);
  if (!outputs.ok) return outputs;
  if (all.length === 1) return succeed([outputs.value]);
  const parts = splitTensors(
    outputs.value,
    all.map(() => 1),
  );
  return parts === null ? NOT_APART : succeed(parts);
}

const NOT_APART = fail(
  'runtime-failed',
  'The model answers several tiles with another number of answers; set SCANBENCH_TILE_BATCH to 1.',
);

function areAlike(one: PatchScores, other: PatchScores): boolean {
  return one.widthCells === other.widthCells && one.heightCells === other.heightCells;
}

const SEVERAL_SIZES = fail(
  'runtime-failed',
  'The model answers tiles of one size with maps of several; leave input.tile out.',
);
