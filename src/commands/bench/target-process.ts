import { succeed } from '../../domain/failure.ts';
import { scanOrder } from '../../performance/scan-order.ts';
import { offline, singleStream, type Traffic } from '../../performance/traffic.ts';
import { markGarbageInOneGo } from '../garbage-collection.ts';
import { type Clock, driveBlock } from './drive-block.ts';
import type { BlockOrder, BlockReply, TargetSetup, TargetStart } from './target-messages.ts';
import { startThreads, type ThreadTarget } from './target-threads.ts';

// The entry of the process of one technology: its memory and its CPU are nobody else's. It drives its own threads, so
// that no query crosses to another process and back. It ends when the channel to the benchmark closes.
markGarbageInOneGo();
// A terminal sends its signals to this process, too; to die of one while a thread screens would be a crash.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
const setup: TargetSetup = JSON.parse(process.argv[2] ?? '');
const clock: Clock = {
  nowMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

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

async function measureBlock(target: ThreadTarget, order: BlockOrder): Promise<BlockReply> {
  const scans = scanOrder(setup.timed.length, setup.seed + order.round);
  const cpuBefore = process.cpuUsage();
  const block = await driveBlock(trafficOf(order), target, scans, clock);
  if (!block.ok) return block;
  const { user, system } = process.cpuUsage(cpuBefore);
  return succeed({
    ...block.value,
    cpuMs: (user + system) / 1000,
    workers: order.scenario === 'single-stream' ? 1 : setup.workers,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  });
}

function trafficOf({ scenario, leastMs }: BlockOrder): Traffic {
  const length = { leastMs, scansOfPass: setup.timed.length };
  return scenario === 'single-stream' ? singleStream(length) : offline(length, 2 * setup.workers);
}

function send(message: TargetStart | BlockReply): void {
  if (process.connected) process.send?.(message);
}
