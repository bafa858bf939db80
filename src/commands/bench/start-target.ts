import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { shipped } from '../../installation.ts';
import { poolThreadsToSet } from '../decode-threads.ts';
import { nextMessage, tell } from '../next-message.ts';
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
  const child = fork(shipped('dist', 'src', 'commands', 'bench', 'target-process.js'), [JSON.stringify(setup)], {
    serialization: 'advanced',
    env: { ...process.env, ...(poolThreads !== null && { UV_THREADPOOL_SIZE: String(poolThreads) }) },
  });
  const start = await replyOf<TargetStart>(child, setup.technology);
  if (!start.ok) return start;
  return succeed({
    ready: start.value,
    measure: (order) => {
      const reply = replyOf<BlockReply>(child, setup.technology);
      tell(child, order);
      return reply;
    },
    readSha256: async () => succeed(start.value.technology.model.sha256),
    stop: async () => {
      if (!child.connected) return;
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  });
}

/** What the process says next; fails where it ends without a word. */
async function replyOf<Message extends Outcome<unknown>>(
  child: ChildProcess,
  technology: string,
): Promise<Message | ReturnType<typeof fail>> {
  const next = await nextMessage<Message>(child);
  if ('message' in next) return next.message;
  return fail(
    'runtime-failed',
    `The process of ${technology} ended (${next.ended}): its runtime crashed, or took more memory than there is.`,
  );
}
