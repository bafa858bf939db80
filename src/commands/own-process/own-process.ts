import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { shipped } from '../../installation.ts';

/** A process of this program that ended without a word. */
export interface EndedProcess {
  /** `SIGSEGV`, `exit 1`. */
  readonly ended: string;
  /** The cause and the cure, as the rest of a sentence without its full stop. */
  readonly cause: string;
  /** Ended because it took no step for too long. */
  readonly isHung: boolean;
  /** What it said last that it is at, such as the technology that it loads; null where it said nothing. */
  readonly at: string | null;
}

/** What such a process said next, or how it ended. */
export type NextMessage<Message> = { readonly message: Message } | EndedProcess;

/** A message beside the answers: what the process is at. */
export interface AtMessage {
  readonly isAt: string;
}

/** What the process is told when it starts, beside its setup. */
export interface ProcessTerms {
  readonly hangSeconds: number;
}

/** As long as the trial of a model that is added: what holds a process for longer in one step does not come back. */
const HANG_SECONDS = 300;

/** A process of this program that carries out one order after the other, as `serveOrders` does. */
export interface OwnProcess<Start, Order extends object, Reply> {
  /** Its first word. */
  readonly started: NextMessage<Start>;
  readonly ask: (order: Order) => Promise<NextMessage<Reply>>;
  /** Lets it end what it is at, and waits for it. */
  readonly stop: () => Promise<void>;
}

/**
 * Forks a module of `dist/src/commands` with what it is told when it starts, and waits for its first word. A process that
 * takes no step for `hangSeconds` is ended.
 */
export async function startOwnProcess<Start, Order extends object, Reply>(
  module: string,
  setup: object,
  {
    env = process.env,
    hangSeconds = HANG_SECONDS,
  }: { readonly env?: NodeJS.ProcessEnv; readonly hangSeconds?: number } = {},
): Promise<OwnProcess<Start, Order, Reply>> {
  const entry = shipped('dist', 'src', 'commands', module);
  const terms: ProcessTerms = { hangSeconds };
  const child = fork(entry, [JSON.stringify(setup), JSON.stringify(terms)], { serialization: 'advanced', env });
  let at: string | null = null;
  child.on('message', (message) => {
    if (isAtMessage(message)) at = message.isAt;
  });
  const next = async <Message>(): Promise<NextMessage<Message>> => {
    const said = await nextMessage<Message>(child);
    return 'message' in said ? said : { ...endedProcess(said.ended, hangSeconds), at };
  };
  return {
    started: await next<Start>(),
    ask: (order) => {
      const reply = next<Reply>();
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

function nextMessage<Message>(
  child: ChildProcess,
): Promise<{ readonly message: Message } | { readonly ended: string }> {
  if (!child.connected) return Promise.resolve({ ended: endOf(child) });
  return new Promise((resolve) => {
    const onExit = () => {
      child.off('message', onMessage);
      resolve({ ended: endOf(child) });
    };
    const onMessage = (message: Message) => {
      if (isAtMessage(message)) return;
      child.off('exit', onExit);
      child.off('message', onMessage);
      resolve({ message });
    };
    child.once('exit', onExit);
    child.on('message', onMessage);
  });
}

function isAtMessage(message: unknown): message is AtMessage {
  return typeof message === 'object' && message !== null && 'isAt' in message;
}

function endedProcess(ended: string, hangSeconds: number): Omit<EndedProcess, 'at'> {
  const isHung = ended === 'SIGALRM';
  const cause = isHung
    ? `it did not come back from one step within ${hangSeconds} s, look whether its graph loops without end`
    : 'its runtime crashed, or took more memory than there is';
  return { ended, cause, isHung };
}

function endOf({ signalCode, exitCode }: ChildProcess): string {
  return signalCode ?? `exit ${exitCode}`;
}
