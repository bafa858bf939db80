import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Box } from '../../domain/scan/box.ts';
import type { Energy } from '../../domain/scan/plane.ts';
import type { AssessedView } from '../detector.ts';
import type { InputPlan } from '../input/plan-input.ts';
import type { PatchScores } from '../output/read-output.ts';
import type { StageClock } from '../stage-clock.ts';
import { shareView } from './share-view.ts';
import { closeToHelpers, createSharedTiles, type SharedTiles, takeTile, waitForScores } from './shared-tiles.ts';
import { groupsOf, stackedSize, unstackScores } from './tile-groups.ts';
import { noHelpers, type SharedBox, type TileHelpers } from './tile-helpers.ts';

/** Runs the model once, on the patches that start there; gives the scores of each. */
export type ScorePatches = (patches: InputPlan['patches']) => Promise<Outcome<readonly PatchScores[]>>;

interface TogetherOptions {
  /** Those that the model reads. */
  readonly energies: readonly Energy[];
  /** How many cells answer a patch, where that is known: helpers need room for as many. */
  readonly expected: Pick<PatchScores, 'widthCells' | 'heightCells'> | null;
  /** So many tiles are one run. Which ones go together is fixed, so that nobody's answer depends on who else works. */
  readonly tileBatch: number;
  readonly clock: StageClock;
  readonly helpers?: TileHelpers<SharedBox> | undefined;
}

/** A run that a helper began is waited for as long as this many of the leader's own took; then the leader does it itself. */
const PATIENCE_RUNS = 2;

/**
 * Scores every patch of a box, in this thread and in those that are free meanwhile: each takes the next tile, or the next
 * group of tiles that are one run, when it is done with one, until none is left. Whoever takes a tile prepares it from the
 * same readings and runs the same model on it, so the answers are the same to the bit, whoever gave them. A helper that
 * dies or is called away costs its tiles only: what nobody answered in time is done here. Without a helper nothing is
 * copied and nothing is shared.
 */
export async function scoreTogether(
  view: AssessedView,
  box: Box,
  { patches }: InputPlan,
  scorePatches: ScorePatches,
  { energies, expected, tileBatch, clock, helpers = noHelpers }: TogetherOptions,
): Promise<Outcome<readonly PatchScores[]>> {
  const groups = groupsOf(patches, tileBatch);
  const answers = new Map<number, readonly PatchScores[]>();
  let shared: SharedTiles | null = null;
  let longestMs = 0;
  let next = 0;

  while (true) {
    if (shared === null && expected !== null && groups.length - next > 1 && helpers.areFree()) {
      shared = createSharedTiles(groups.length, next, stackedSize(expected, tileBatch));
      helpers.ask({ ...shareView(view, energies), box, tiles: shared });
      clock.end('prepareMs');
    }
    const index = shared === null ? next++ : takeTile(shared);
    const group = index === null ? undefined : groups[index];
    if (index === null || group === undefined) break;
    const startedAt = performance.now();
    const scores = await scorePatches(group);
    if (!scores.ok) {
      if (shared !== null) closeToHelpers(shared);
      return scores;
    }
    answers.set(index, scores.value);
    longestMs = Math.max(longestMs, performance.now() - startedAt);
  }

  const inOrder: PatchScores[] = [];
  for (const [index, group] of groups.entries()) {
    const known = answers.get(index) ?? (shared && waitForGroup(shared, index, group.length));
    clock.end('inferMs');
    const scores = known === null ? await scorePatches(group) : succeed(known);
    if (!scores.ok) return scores;
    inOrder.push(...scores.value);
  }
  return succeed(inOrder);

  function waitForGroup(tiles: SharedTiles, index: number, count: number): readonly PatchScores[] | null {
    const stacked = waitForScores(tiles, index, PATIENCE_RUNS * longestMs);
    return stacked && unstackScores(stacked, tileBatch).slice(0, count);
  }
}
