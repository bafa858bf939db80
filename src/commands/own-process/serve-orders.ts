import { type Outcome, succeed } from '../../domain/failure.ts';
import type { AtMessage, ProcessTerms } from './own-process.ts';
import { watchThisProcess } from './watch-this-process.ts';

/** What a process does once it is ready. */
interface Service<Ready, Order, Reply> {
  /** Told to whoever started it. */
  readonly ready: Ready;
  readonly answer: (order: Order) => Promise<Reply>;
  readonly close: () => void | Promise<void>;
}

/** What work in such a process may say while it is at it. */
export interface AtWork {
  /** What it is at, for whoever asks why the process ended. */
  readonly say: (at: string) => void;
  /** Counts a step, where many follow each other without a turn of the event loop. */
  readonly step: () => void;
  /** Whether somebody waits for what it comes to: not once who started the process is gone. */
  readonly isWanted: () => boolean;
}

/**
 * The life of a process that `startOwnProcess` forked: it starts, says whether it could, answers orders one at a time, and
 * closes when the channel does, after what it is at.
 */
export async function serveOrders<Setup, Ready, Order, Reply>(
  start: (setup: Setup, atWork: AtWork) => Promise<Outcome<Service<Ready, Order, Reply>>>,
): Promise<void> {
  // A terminal sends its signals to this process, too; to die of one amid an inference would be a crash.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  // On trust: who forked this process, of the same build, has just written it.
  const setup: Setup = JSON.parse(process.argv[2] ?? '');
  const { hangSeconds }: ProcessTerms = JSON.parse(process.argv[3] ?? '');
  const step = watchThisProcess(hangSeconds);
  const send = (message: Outcome<Ready> | Reply | AtMessage) => {
    // Who started it may be gone without this process having heard of it: without a callback Node throws the EPIPE.
    if (process.connected) process.send?.(message, undefined, {}, () => {});
  };
  send({ isAt: null });
  const isWanted = () => process.connected;
  const started = await start(setup, { say: (at) => send({ isAt: at }), step, isWanted });
  if (!started.ok) {
    send(started);
    process.disconnect?.();
    return;
  }
  const { ready, answer, close } = started.value;
  send(succeed(ready));
  let work: Promise<void> = Promise.resolve();
  process.on('message', (order: Order) => {
    work = answer(order).then(send);
  });
  const end = () => work.then(close);
  process.on('disconnect', end);
  // Who started it may have gone meanwhile, before anybody listened.
  if (!process.connected) await end();
}
