import { fork } from 'node:child_process';
import { once } from 'node:events';
import { shipped } from '../../installation.ts';
import { endOfProcess } from '../../workers/end-of-process.ts';

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

/** A message beside the answers: what the process is at; null as its very first word, when its own watch has begun. */
export interface AtMessage {
  readonly isAt: string | null;
}

/** What the process is told when it starts, beside its setup. */
export interface ProcessTerms {
  readonly hangSeconds: number;
}

/** As long as the trial of a model that is added: what holds a process for longer in one step does not come back. */
const HANG_SECONDS = 300;
/** Node and the modules are there after a second, or ten where the machine is busy. From then on the process watches itself. */
const START_SECONDS = 60;

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
 * takes no step for `hangSeconds`, or says nothing at all for `startSeconds`, is ended.
 */
export async function startOwnProcess<Start, Order extends object, Reply>(
  module: string,
  setup: object,
  {
    env = process.env,
    hangSeconds = HANG_SECONDS,
    startSeconds = START_SECONDS,
  }: { readonly env?: NodeJS.ProcessEnv; readonly hangSeconds?: number; readonly startSeconds?: number } = {},
): Promise<OwnProcess<Start, Order, Reply>> {
  const entry = shipped('dist', 'src', 'commands', module);
  const terms: ProcessTerms = { hangSeconds };
  const child = fork(entry, [JSON.stringify(setup), JSON.stringify(terms)], { serialization: 'advanced', env });
  let at: string | null = null;
  let isSilent = false;
  const timer = setTimeout(() => {
    isSilent = true;
    child.kill('SIGKILL');
  }, startSeconds * 1000);
  child.once('message', () => clearTimeout(timer));
  child.on('message', (message) => {
    if (isAtMessage(message)) at = message.isAt;
  });
  let ended: string | null = null;
  let onEnd = (_ended: string) => {};
  void endOfProcess(child).then(({ end }) => {
    clearTimeout(timer);
    ended = end;
    onEnd(end);
  });
  const whyEnded = (how: string) => {
    if (child.pid === undefined) return NOT_STARTED;
    return isSilent ? silentCause(startSeconds) : endedCause(how, hangSeconds);
  };
  const next = <Message>() =>
    new Promise<NextMessage<Message>>((resolve) => {
      const settle = (said: NextMessage<Message>) => {
        child.off('message', onMessage);
        resolve(said);
      };
      const onMessage = (message: Message) => {
        if (!isAtMessage(message)) settle({ message });
      };
      onEnd = (how) => settle({ ended: how, cause: whyEnded(how), isHung: how === HANGING, at });
      if (ended === null) child.on('message', onMessage);
      else onEnd(ended);
    });
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
      // A channel that is closed from here has no end to hear.
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function isAtMessage(message: unknown): message is AtMessage {
  return typeof message === 'object' && message !== null && 'isAt' in message;
}

/** What a process that takes no step ends itself with. */
const HANGING = 'SIGALRM';

const NOT_STARTED =
  'it could not be started, raise the limits on processes and memory (ulimit -u, pids.max) or end other programs';

function silentCause(startSeconds: number): string {
  return `it did not begin within ${startSeconds} s, raise the limits on processes and threads (ulimit -u, pids.max), or give the machine less to do`;
}

function endedCause(ended: string, hangSeconds: number): string {
  return ended === HANGING
    ? `it did not come back from one step within ${hangSeconds} s, look whether its graph loops without end`
    : 'its runtime crashed, or took more memory than there is';
}
