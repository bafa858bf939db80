import { succeed } from '../../../domain/failure.ts';
import { blockTraffic } from '../../../performance/block-traffic.ts';
import { scanOrder } from '../../../performance/scan-order.ts';
import { whileWanted } from '../../../performance/traffic.ts';
import { markGarbageInOneGo } from '../../../workers/garbage-collection.ts';
import { serveOrders } from '../../own-process/serve-orders.ts';
import { type Clock, driveBlock } from './drive-block.ts';
import { processClock } from './process-clock.ts';
import type { BlockOrder, BlockReply, TargetSetup, ThreadReady } from './target-messages.ts';
import { startThreads, type ThreadTarget } from './target-threads.ts';

// The entry of the process of one technology: its memory and its CPU are nobody else's. It drives its own threads, so
// that no query crosses to another process and back. It ends when the channel to the benchmark closes, also amid a block:
// one that nobody reads would take the CPUs from whatever is measured next.
markGarbageInOneGo();
await serveOrders<TargetSetup, ThreadReady, BlockOrder, BlockReply>(async (setup, { isWanted }) => {
  const started = await startThreads(setup, new URL('./target-thread.js', import.meta.url));
  if (!started.ok) return started;
  const target = started.value;
  return succeed({
    ready: target.ready,
    answer: (order) => measureBlock(target, order, setup, isWanted),
    // A thread that screens is not cut off: the block has ended by then.
    close: target.close,
  });
});

/** Between two trains lie minutes: whether the block is still wanted is looked at meanwhile. */
const LONGEST_SLEEP_MS = 500;
const clock: Clock = { ...processClock, sleep: (ms) => processClock.sleep(Math.min(ms, LONGEST_SLEEP_MS)) };

async function measureBlock(
  target: ThreadTarget,
  { shape, leastMs, round }: BlockOrder,
  setup: TargetSetup,
  isWanted: () => boolean,
): Promise<BlockReply> {
  const seed = setup.seed + round;
  const scans = setup.timed.length;
  const shaped = blockTraffic(shape, { leastMs, scans, depth: 2 * setup.workers, seed });
  const { scansPerQuery } = shaped;
  const traffic = whileWanted(shaped.traffic, isWanted);
  const order = scanOrder(scans, seed);
  const cpuBefore = process.cpuUsage();
  // Threads queue what they cannot work on at once: nothing is ever refused.
  const block = await driveBlock({ traffic, target, order, clock, scansPerQuery, mayRefuse: false });
  if (!block.ok) return block;
  const { user, system } = process.cpuUsage(cpuBefore);
  return succeed({
    ...block.value,
    scansPerQuery,
    cpuMs: (user + system) / 1000,
    workers: shape.scenario === 'single-stream' ? 1 : setup.workers,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  });
}
