import { succeed } from '../../domain/failure.ts';
import { blockTraffic } from '../../performance/block-traffic.ts';
import { scanOrder } from '../../performance/scan-order.ts';
import { markGarbageInOneGo } from '../garbage-collection.ts';
import { driveBlock } from './drive-block.ts';
import { processClock } from './process-clock.ts';
import type { BlockOrder, BlockReply, TargetSetup, TargetStart } from './target-messages.ts';
import { startThreads, type ThreadTarget } from './target-threads.ts';

// The entry of the process of one technology: its memory and its CPU are nobody else's. It drives its own threads, so
// that no query crosses to another process and back. It ends when the channel to the benchmark closes.
markGarbageInOneGo();
// A terminal sends its signals to this process, too; to die of one while a thread screens would be a crash.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
// On trust: who forked this process, of the same build, has just written it.
const setup: TargetSetup = JSON.parse(process.argv[2] ?? '');

const started = await startThreads(setup, new URL('./target-thread.js', import.meta.url));
send((started.ok ? succeed(started.value.ready) : started) satisfies TargetStart);
if (started.ok) {
  const target = started.value;
  let measuring: Promise<void> = Promise.resolve();
  process.on('message', (order: BlockOrder) => {
    measuring = measureBlock(target, order).then(send);
  });
  // A thread that screens must not be cut off: the block is ended first.
  const end = () => measuring.then(target.close);
  process.on('disconnect', end);
  // The benchmark may have gone while the threads were loading, before anybody listened.
  if (!process.connected) await end();
} else process.disconnect?.();

async function measureBlock(target: ThreadTarget, { shape, leastMs, round }: BlockOrder): Promise<BlockReply> {
  const seed = setup.seed + round;
  const scans = setup.timed.length;
  const { traffic, scansPerQuery } = blockTraffic(shape, { leastMs, scans, depth: 2 * setup.workers, seed });
  const order = scanOrder(scans, seed);
  const cpuBefore = process.cpuUsage();
  // Threads queue what they cannot work on at once: nothing is ever refused.
  const block = await driveBlock({ traffic, target, order, clock: processClock, scansPerQuery, mayRefuse: false });
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

function send(message: TargetStart | BlockReply): void {
  if (process.connected) process.send?.(message);
}
