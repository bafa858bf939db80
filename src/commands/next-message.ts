import type { ChildProcess } from 'node:child_process';

/** What a process of this program said next, or how it ended without a word: `SIGSEGV`, `exit 1`. */
export type NextMessage<Message> = { readonly message: Message } | { readonly ended: string };

/** Waits for the next message of a process, or for its end. */
export function nextMessage<Message>(child: ChildProcess): Promise<NextMessage<Message>> {
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

/** Sends a process a message. One that is ending hears nothing, and `nextMessage` says so. */
export function tell(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => {});
}

function endOf({ signalCode, exitCode }: ChildProcess): string {
  return signalCode ?? `exit ${exitCode}`;
}
