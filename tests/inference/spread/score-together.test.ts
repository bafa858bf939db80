import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/domain/failure.ts';
import type { Tensors } from '../../../src/domain/technology/tensor.ts';
import type { ScoreGrid } from '../../../src/inference/output/score-grid.ts';
import { nullRuntime } from '../../../src/inference/runtimes/null.ts';
import { type BoxScorer, createBoxScorer } from '../../../src/inference/score-box.ts';
import { closeToHelpers, takeTileToHelp, tilesLeft } from '../../../src/inference/spread/shared-tiles.ts';
import type { SharedBox } from '../../../src/inference/spread/tile-helpers.ts';
import { createStageClock } from '../../../src/inference/stage-clock.ts';
import { assessedView, plane16 } from '../../fixtures/assessed-view.ts';
import { NULL_WEIGHTS } from '../../fixtures/box-scorer.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { packModel } from '../../fixtures/write-model.ts';

const INPUT = { tile: { sizePx: 32, overlapPx: 8 } } as const;
const BOX = { x: 2, y: 3, width: 140, height: 50 };
const VIEW = assessedView({
  high: plane16(150, 60, (x, y) => (x * 40_503 + y * 30_011) % 65_536),
  low: plane16(150, 60, (x, y) => (x * 977 + y * 30_011) % 65_536),
});
const TILES = 10;

/** The identity on tiles, with a count of the tiles that it was run on; `fails` says which runs fail. */
async function tileScorer(fails: (run: number) => boolean = () => false, tileBatch = 1) {
  const manifest = modelManifest({ input: INPUT });
  const model = valueFrom(
    await nullRuntime.load(await packModel(manifest, NULL_WEIGHTS), { provider: 'cpu', intraOpThreads: 1 }),
  );
  const runs = { count: 0 };
  const watched = {
    async run(inputs: Tensors) {
      runs.count += 1;
      // As ONNX Runtime does: others get their turn before a run begins.
      await new Promise((resolve) => setImmediate(resolve));
      return fails(runs.count) ? model.run({}) : model.run(inputs);
    },
  };
  const scorer = createBoxScorer(manifest, watched, tileBatch);
  return { scorer, runs };
}

function score({ score }: BoxScorer, ask?: (shared: SharedBox) => void): Promise<Outcome<ScoreGrid>> {
  const helpers = ask === undefined ? {} : { helpers: { areFree: () => true, ask } };
  return score(VIEW, BOX, { clock: createStageClock(), ...helpers });
}

/** A leader that has scored this box alone before, as each does when it is loaded, and what it found. */
async function warmLeader() {
  const leader = await tileScorer();
  const alone = valueFrom(await score(leader.scorer));
  leader.runs.count = 0;
  return { ...leader, alone };
}

describe('a box whose tiles are run together', () => {
  it.each([2, 3, 4, 10, 64])(
    'comes out as tile by tile with %i tiles a run, in so many fewer runs',
    async (tileBatch) => {
      const { alone } = await warmLeader();
      const { scorer, runs } = await tileScorer(() => false, tileBatch);
      expect(valueFrom(await score(scorer))).toEqual(alone);
      expect(runs.count).toBe(Math.ceil(TILES / tileBatch));
    },
  );

  it('comes out the same to the bit where helpers take whole runs of it', async () => {
    const { alone } = await warmLeader();
    const { scorer, runs } = await tileScorer(() => false, 3);
    await score(scorer);
    runs.count = 0;
    const helper = await tileScorer(() => false, 3);
    const helping: Promise<number>[] = [];
    const together = await score(scorer, (shared) => helping.push(helper.scorer.help(shared)));
    expect(valueFrom(together)).toEqual(alone);
    expect(await helping[0]).toBeGreaterThan(0);
    expect(runs.count).toBeLessThan(5);
  });
});

describe('a box whose tiles are spread', () => {
  it.each([1, 2, 5])('comes out the same to the bit with %i helpers, each tile taken once', async (helperCount) => {
    const { scorer, runs, alone } = await warmLeader();
    const helpers = await Promise.all(Array.from({ length: helperCount }, () => tileScorer()));
    const helping: Promise<number>[] = [];
    const together = await score(scorer, (shared) => {
      for (const helper of helpers) helping.push(helper.scorer.help(shared));
    });
    expect(valueFrom(together)).toEqual(alone);
    const taken = await Promise.all(helping);
    expect(taken).toEqual(helpers.map((helper) => helper.runs.count));
    for (const tiles of taken) expect(tiles).toBeGreaterThan(0);
    // All share one thread here, so a tile that is under way when the leader waits for it never comes: it does that anew.
    const again = taken.reduce((sum, tiles) => sum + tiles, runs.count) - TILES;
    expect(again).toBeLessThanOrEqual(helperCount);
  });

  it('sends only the planes that the model reads, in shared memory', async () => {
    const { scorer } = await warmLeader();
    const asked: SharedBox[] = [];
    await score(scorer, (shared) => asked.push(shared));
    const [{ view } = VIEW] = asked;
    expect(view?.planes.high?.samples.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(view?.planes.high?.samples).toEqual(VIEW.view.planes.high?.samples);
    expect(view?.planes.low).toBeUndefined();
  });

  it('is scored whole by the leader where nobody comes, where a helper dies, and where it is called away', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: TILES }), fc.boolean(), async (tilesTaken, isClosed) => {
        const { scorer, runs, alone } = await warmLeader();
        const together = await score(scorer, (shared) => {
          for (let tile = 0; tile < tilesTaken; tile++) takeTileToHelp(shared.tiles);
          if (isClosed) closeToHelpers(shared.tiles);
        });
        expect(valueFrom(together)).toEqual(alone);
        expect(runs.count).toBe(TILES);
      }),
      { numRuns: 20 },
    );
  });

  it('takes what a helper could not do into the leader’s own hands', async () => {
    const { scorer, alone } = await warmLeader();
    const helper = await tileScorer((run) => run % 2 === 0);
    expect(valueFrom(await score(scorer, (shared) => void helper.scorer.help(shared)))).toEqual(alone);
  });

  it('gives a helper nothing any more once it was called away', async () => {
    const { scorer } = await warmLeader();
    const helper = await tileScorer();
    const helping: Promise<number>[] = [];
    await score(scorer, (shared) => {
      helping.push(helper.scorer.help(shared));
      closeToHelpers(shared.tiles);
    });
    expect(await helping[0]).toBeLessThanOrEqual(1);
  });

  it('leaves helpers nothing to do where the leader fails', async () => {
    const leader = await tileScorer((run) => run > TILES);
    await score(leader.scorer);
    const asked: SharedBox[] = [];
    expect(failureOf(await score(leader.scorer, (shared) => asked.push(shared)))).toContain('fixture');
    const [shared] = asked;
    if (shared === undefined) throw new Error('nobody was asked');
    expect(tilesLeft(shared.tiles)).toBeGreaterThan(0);
    expect(takeTileToHelp(shared.tiles)).toBeNull();
  });

  it('asks nobody before it knows how large an answer is, where all are busy, and for a box of one tile', async () => {
    const asked: SharedBox[] = [];
    const ask = (shared: SharedBox) => asked.push(shared);
    const cold = await tileScorer();
    await score(cold.scorer, ask);
    const { scorer } = await warmLeader();
    const clock = createStageClock();
    await scorer.score(VIEW, BOX, { clock, helpers: { areFree: () => false, ask } });
    await scorer.score(VIEW, { ...BOX, width: 30, height: 20 }, { clock, helpers: { areFree: () => true, ask } });
    expect(asked).toEqual([]);
  });
});
