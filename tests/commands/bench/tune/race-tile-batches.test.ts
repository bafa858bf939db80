import { expect, it } from 'vitest';
import type { RunningTarget } from '../../../../src/commands/bench/targets/start-target.ts';
import type { Candidate } from '../../../../src/commands/bench/tune/candidate.ts';
import { raceTileBatches } from '../../../../src/commands/bench/tune/race-tile-batches.ts';
import { fail, succeed } from '../../../../src/domain/failure.ts';
import { screenedTechnology } from '../../../fixtures/scored-scan.ts';
import { valueFrom } from '../../../fixtures/value-from.ts';

const NO_TILES = 'It has no tiles: what is judged is one run.';
const SETUP = { modelsDir: 'models', scans: { folders: [] }, timed: [], warmUpScans: 0, seed: 1 };

it.each([
  ['it has none', NO_TILES, NO_TILES],
  ['no other numbers were raced', null, expect.stringMatching(/^The tuning was ended early, by Ctrl-C/)],
])('says after Ctrl-C of a model’s tiles that %s', async (_, whyAlone, reason) => {
  const split = { workers: 2, intraOpThreads: 1, tileBatch: 1 };
  const winner: Candidate = { technology: 'first@onnx-cpu', split, blocks: [], dropped: null };
  const tileBatch = { tiles: 1, whyAlone };
  const target: RunningTarget = {
    ready: { technology: screenedTechnology('first'), tileBatch, loadMs: 1, warmUpMs: 1, remote: null },
    measure: async () => fail('runtime-failed', 'Nothing is measured any more.'),
    readSha256: async () => succeed(''),
    stop: async () => {},
  };
  const raced = await raceTileBatches(winner, SETUP, {
    ...{ name: 'tiles', latencyBound: null, roundSeconds: 1 },
    running: new Map([[winner, target]]),
    isEndAsked: () => true,
  });
  expect(valueFrom(raced)).toEqual({ state: 'one-by-one', reason });
});
