import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Outcome, succeed } from '../../../domain/failure.ts';
import '../../../formats/sharp.ts';
import type { Target } from './drive-block.ts';
import type { TargetSetup, ThreadAnswer, ThreadReady, ThreadSetup, ThreadStart } from './target-messages.ts';

/** Threads that screen, ready to be driven. */
export interface ThreadTarget extends Target {
  readonly ready: ThreadReady;
  /** Lets the threads end by themselves: to end one that infers would end the process. */
  readonly close: () => Promise<void>;
}

/** Starts the threads one after the other, so that each loads as it would alone. Queries wait in order for a free one. */
export async function startThreads(setup: TargetSetup, entry: URL): Promise<Outcome<ThreadTarget>> {
  const idle: Worker[] = [];
  let ready: ThreadReady | null = null;
  const close = async (workers: readonly Worker[]) => {
    const ended = workers.map((worker) => once(worker, 'exit'));
    for (const worker of workers) worker.postMessage(null);
    await Promise.all(ended);
  };
  for (let started = 0; started < setup.workers; started++) {
    const worker = new Worker(entry, { workerData: { ...setup, isFirst: started === 0 } satisfies ThreadSetup });
    const [start]: [ThreadStart] = await firstMessage(worker);
    if (!start.ok) {
      await close(idle);
      return start;
    }
    ready ??= start.value;
    idle.push(worker);
  }
  if (ready === null) throw new RangeError('a target takes at least one worker');

  const waiting: ((worker: Worker) => void)[] = [];
  const release = (worker: Worker) => {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  };
  const screen: Target['screen'] = async (scan) => {
    const worker = idle.shift() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
    const answered = firstMessage<ThreadAnswer>(worker);
    worker.postMessage(scan);
    const [answer] = await answered;
    release(worker);
    return answer;
  };
  return succeed({ screen, ready, close: () => close(idle) });
}

/** The next message of a thread; rejects with the error that ends it. */
async function firstMessage<Message>(worker: Worker): Promise<[Message]> {
  const [message]: Message[] = await once(worker, 'message');
  if (message === undefined) throw new Error('a thread sent nothing');
  return [message];
}
