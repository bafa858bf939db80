import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { shipped } from '../../installation.ts';

/** What a process of this program said next, or how it ended without a word: `SIGSEGV`, `exit 1`. */
export type NextMessage<Message> = { readonly message: Message } | { readonly ended: string };

/** A process of this program that carries out one order after the other, as `serveOrders` does. */
export interface OwnProcess<Start, Order extends object, Reply> {
  /** Its first word. */
  readonly started: NextMessage<Start>;
  readonly ask: (order: Order) => Promise<NextMessage<Reply>>;
  /** Lets it end what it is at, and waits for it. */
  readonly stop: () => Promise<void>;
}

/** Forks a module of `dist/src/commands` with what it is told when it starts, and waits for its first word. */
export async function startOwnProcess<Start, Order extends object, Reply>(
  module: string,
  setup: object,
  env: NodeJS.ProcessEnv = process.env,
): Promise<OwnProcess<Start, Order, Reply>> {
  const entry = shipped('dist', 'src', 'commands', module);
  const child = fork(entry, [JSON.stringify(setup)], { serialization: 'advanced', env });
  return {
    started: await nextMessage<Start>(child),
    ask: (order) => {
      const reply = nextMessage<Reply>(child);
      // One that is ending hears nothing, and the reply says so.
      if (child.connected) child.send(order, () => {});
      return reply;
    },
    stop: async () => {
      if (!child.connected) return;
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function nextMessage<Message>(child: ChildProcess): Promise<NextMessage<Message>> {
  if (!child.connected) return Promise.resolve({ ended: endOf(child) });
  return new Promise((resolve) => {
    const onExit = () => {
      child.off('message', onMessage);
      resolve({ ended: endOf(child) });
    };
    const onMessage = (message: Message) => {
      child.off('exit', onExit);
      resolve({ message });
    };
    child.once('exit', onExit);
    child.once('message', onMessage);
  });
}

function endOf({ signalCode, exitCode }: ChildProcess): string {
  return signalCode ?? `exit ${exitCode}`;
}
