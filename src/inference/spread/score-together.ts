import type { Box } from '../../domain/box.ts';
import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Energy } from '../../domain/plane.ts';
import type { AssessedView } from '../detector.ts';
import type { InputPlan } from '../plan-input.ts';
import type { PatchScores } from '../read-output.ts';
import type { StageClock } from '../stage-clock.ts';
import { shareView } from './share-view.ts';
import { closeToHelpers, createSharedTiles, type SharedTiles, takeTile, waitForScores } from './shared-tiles.ts';
import { noHelpers, type SharedBox, type TileHelpers } from './tile-helpers.ts';

/** Runs the model on the patch that starts there. */
export type ScorePatch = (patch: InputPlan['patches'][number]) => Promise<Outcome<PatchScores>>;

interface TogetherOptions {
  /** Those that the model reads. */
  readonly energies: readonly Energy[];
  /** How many cells answer a patch, where that is known: helpers need room for as many. */
  readonly expected: Pick<PatchScores, 'widthCells' | 'heightCells'> | null;
  readonly clock: StageClock;
  readonly helpers?: TileHelpers<SharedBox> | undefined;
}

/** A tile that a helper began is waited for as long as this many of the leader's own took; then the leader does it itself. */
const PATIENCE_TILES = 2;

/**
 * Scores every patch of a box, in this thread and in those that are free meanwhile: each takes the next tile when it is
 * done with one, until none is left. Whoever takes a tile prepares it from the same readings and runs the same model on
 * it, so the answers are the same to the bit, whoever gave them. A helper that dies or is called away costs its tiles
 * only: what nobody answered in time is done here. Without a helper nothing is copied and nothing is shared.
 */
export async function scoreTogether(
  view: AssessedView,
  box: Box,
  { patches }: InputPlan,
  scorePatch: ScorePatch,
  { energies, expected, clock, helpers = noHelpers }: TogetherOptions,
): Promise<Outcome<readonly PatchScores[]>> {
  const answers = new Map<number, PatchScores>();
  let shared: SharedTiles | null = null;
  let longestMs = 0;
  let next = 0;

  while (true) {
    if (shared === null && expected !== null && patches.length - next > 1 && helpers.areFree()) {
      shared = createSharedTiles(patches.length, next, expected);
      helpers.ask({ ...shareView(view, energies), box, tiles: shared });
      clock.end('prepareMs');
    }
    const index = shared === null ? next++ : takeTile(shared);
    const patch = index === null ? undefined : patches[index];
    if (index === null || patch === undefined) break;
    const startedAt = performance.now();
    const scores = await scorePatch(patch);
    if (!scores.ok) {
      if (shared !== null) closeToHelpers(shared);
      return scores;
    }
    answers.set(index, scores.value);
    longestMs = Math.max(longestMs, performance.now() - startedAt);
  }

  const inOrder: PatchScores[] = [];
  for (const [index, patch] of patches.entries()) {
    const known = answers.get(index) ?? (shared && waitForScores(shared, index, PATIENCE_TILES * longestMs));
    clock.end('inferMs');
    const scores = known === null ? await scorePatch(patch) : succeed(known);
    if (!scores.ok) return scores;
    inOrder.push(scores.value);
  }
  return succeed(inOrder);
}
