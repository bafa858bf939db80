import { type Outcome, succeed } from '../../domain/failure.ts';

/** What a process does once it is ready. */
interface Service<Ready, Order, Reply> {
  /** Told to whoever started it. */
  readonly ready: Ready;
  readonly answer: (order: Order) => Promise<Reply>;
  readonly close: () => void | Promise<void>;
}

/**
 * The life of a process that `startOwnProcess` forked: it starts, says whether it could, answers orders one at a time, and
 * closes when the channel does, after what it is at.
 */
export async function serveOrders<Setup, Ready, Order, Reply>(
  start: (setup: Setup) => Promise<Outcome<Service<Ready, Order, Reply>>>,
): Promise<void> {
  // A terminal sends its signals to this process, too; to die of one amid an inference would be a crash.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  // On trust: who forked this process, of the same build, has just written it.
  const setup: Setup = JSON.parse(process.argv[2] ?? '');
  const send = (message: Outcome<Ready> | Reply) => {
    // Who started it may be gone without this process having heard of it: without a callback Node throws the EPIPE.
    if (process.connected) process.send?.(message, undefined, {}, () => {});
  };
  const started = await start(setup);
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
