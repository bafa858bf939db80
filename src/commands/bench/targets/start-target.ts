import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { poolThreadsToSet } from '../../../workers/decode-threads.ts';
import { type NextMessage, startOwnProcess } from '../../own-process/own-process.ts';
import type { BlockOrder, BlockReply, TargetSetup, TargetStart, ThreadReady } from './target-messages.ts';

/** One technology, in a process of its own or of a service: loaded and warm, at rest until a block is asked of it. */
export interface RunningTarget {
  readonly ready: ThreadReady;
  readonly measure: (order: BlockOrder) => Promise<BlockReply>;
  /** The hash of the model as it is loaded now. */
  readonly readSha256: () => Promise<Outcome<string>>;
  readonly stop: () => Promise<void>;
}

/** Fails with why the technology cannot be had. */
export async function startTarget(setup: TargetSetup): Promise<Outcome<RunningTarget>> {
  const poolThreads = poolThreadsToSet(setup.workers, process.env['UV_THREADPOOL_SIZE']);
  const { started, ask, stop } = await startOwnProcess<TargetStart, BlockOrder, BlockReply>(
    'bench/targets/target-process.js',
    setup,
    { env: { ...process.env, ...(poolThreads !== null && { UV_THREADPOOL_SIZE: String(poolThreads) }) } },
  );
  const start = saidBy(setup.technology, started);
  if (!start.ok) return start;
  return succeed({
    ready: start.value,
    measure: async (order) => saidBy(setup.technology, await ask(order)),
    readSha256: async () => succeed(start.value.technology.model.sha256),
    stop,
  });
}

/** What the process of a technology said; fails where it ended without a word. */
function saidBy<Message extends Outcome<unknown>>(
  technology: string,
  next: NextMessage<Message>,
): Message | ReturnType<typeof fail> {
  if ('message' in next) return next.message;
  return fail('runtime-failed', `The process of ${technology} ended (${next.ended}): ${next.cause}.`);
}
