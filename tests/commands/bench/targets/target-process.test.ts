import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import type { BlockOrder, TargetSetup } from '../../../../src/commands/bench/targets/target-messages.ts';
import type { ProcessTerms } from '../../../../src/commands/own-process/own-process.ts';
import { shipped } from '../../../../src/installation.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { writeNullModel } from '../../../workers/null-models.ts';

const MINUTES_MS = 300_000;
const TRAIN = { scenario: 'train', boxes: 2, boxMs: 10, pauseMs: 120_000 } as const;

it.each<[string, BlockOrder['shape']]>([
  ['scans come one after the other', { scenario: 'single-stream' }],
  ['every worker is busy', { scenario: 'offline' }],
  ['the next train is minutes away', TRAIN],
])(
  'ends amid a block once who started it is gone, where %s',
  async (_, shape) => {
    const modelsDir = await temporaryFolder();
    await writeNullModel(modelsDir, 'one', {}, { score: 0.1 });
    const smoke = shipped('samples', 'smoke');
    const setup: TargetSetup = {
      ...{ modelsDir, technology: 'one', scans: { folders: [smoke] }, timed: [`${smoke}: 000-empty`] },
      ...{ workers: 2, intraOpThreads: 1, tileBatch: 1, warmUpScans: 0, seed: 1 },
    };
    const terms: ProcessTerms = { hangSeconds: 60 };
    const child = fork(
      shipped('dist', 'src', 'commands', 'bench', 'targets', 'target-process.js'),
      [JSON.stringify(setup), JSON.stringify(terms)],
      { serialization: 'advanced' },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    // Its first word is that it begins, the second that it is ready.
    await once(child, 'message');
    await once(child, 'message');
    const order: BlockOrder = { shape, leastMs: MINUTES_MS, round: 0 };
    await new Promise((resolve) => child.send(order, resolve));
    child.disconnect();
    expect(await ended).toEqual([0, null]);
  },
  30_000,
);
