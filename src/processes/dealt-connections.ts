import type { Worker } from 'node:cluster';
import { Type } from 'typebox';
import { conforms } from '../domain/conforms.ts';

const DealtSchema = Type.Object({ act: Type.Literal('newconn'), seq: Type.Number() });
const AnsweredSchema = Type.Object({ ack: Type.Number() });

interface Closable {
  close(): void;
}

/**
 * Closes the connections that were dealt to a process which ended before it took them. `node:cluster` forgets these: they
 * would stay open in the primary, and their clients would wait for an answer for ever. So it is watched as it deals: a
 * connection goes out by the process's own `send` with a number, and the answer with that number is an internal message.
 */
export function closeUntakenConnections(worker: Worker): void {
  const untaken = new Map<number, Closable>();
  const channel = worker.process;
  channel.send = new Proxy(channel.send, {
    apply(send, self, words: unknown[]) {
      const [message, connection] = words;
      if (conforms(DealtSchema, message) && isClosable(connection)) untaken.set(message.seq, connection);
      return Reflect.apply(send, self, words);
    },
  });
  channel.on('internalMessage', (message: unknown) => {
    if (conforms(AnsweredSchema, message)) untaken.delete(message.ack);
  });
  worker.once('exit', () => {
    for (const connection of untaken.values()) connection.close();
    untaken.clear();
  });
}

function isClosable(value: unknown): value is Closable {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}
