import { takeTileToHelp } from '../../src/inference/spread/shared-tiles.ts';
import type { HelpWanted } from '../../src/inference/spread/tile-helpers.ts';
import type { ThreadTask } from '../../src/workers/messages.ts';

// The project's own screening thread, but one that dies as soon as it has taken a tile to help.

export { screenInThread } from '../../src/workers/threads/screening-worker.ts';

export async function helpInThread({ job: { tiles } }: ThreadTask<HelpWanted>): Promise<number> {
  takeTileToHelp(tiles);
  process.exit(3);
}
