import type { ChildProcess } from 'node:child_process';

export interface ProcessEnd<Message> {
  /** The last message of the process, or null where it sent none. */
  readonly said: Message | null;
  /** `SIGSEGV`, `exit 1`, or why it could not be started. */
  readonly end: string;
}

/** Resolves when a process has ended and all that it said is heard. */
export function endOfProcess<Message>(child: ChildProcess): Promise<ProcessEnd<Message>> {
  return new Promise((resolve) => {
    let said: Message | null = null;
    child.on('message', (message: Message) => {
      said = message;
    });
    child.on('error', ({ message }) => {
      // Of a process that runs it tells that a signal or a message did not get there.
      if (child.pid === undefined) resolve({ said, end: message });
    });
    child.once('close', (code, signal) => resolve({ said, end: signal ?? `exit ${code}` }));
  });
}
