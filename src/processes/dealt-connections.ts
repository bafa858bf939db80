import type { Worker } from 'node:cluster';
import { Type } from 'typebox';
import { conforms } from '../domain/language/conforms.ts';

// Messages of `node:cluster` itself; `key` is that of a socket that the processes share.
const BeginsToTakeSchema = Type.Object({ ack: Type.Number(), key: Type.String() });
const DealtSchema = Type.Object({ act: Type.Literal('newconn'), seq: Type.Number(), key: Type.String() });
const AnsweredSchema = Type.Object({ ack: Type.Number() });
const TakesNoMoreSchema = Type.Object({ act: Type.Literal('close'), key: Type.String() });

/** What a process had said when it ended is read by then. */
const LAST_WORDS_MS = 100;

interface Connection {
  close(): void;
}

export interface DealtConnections {
  /** To be called when a process is started. */
  watch(worker: Worker): void;
}

/**
 * Loses no connection that was dealt to a process which ended before it took it: another process that takes connections of
 * that socket gets it, and where there is none it is closed. `node:cluster` forgets these; they would stay open in the
 * primary, and their clients would wait for an answer for ever. Of such a connection nothing was read, because a process
 * says that it takes one before it does.
 */
export function createDealtConnections(): DealtConnections {
  /** Who takes connections of a socket. What is opened at the same address once nobody did is another socket. */
  const takers = new Map<string, Set<Worker>>();

  function leave(key: string, worker: Worker): void {
    const left = takers.get(key);
    left?.delete(worker);
    if (left?.size === 0) takers.delete(key);
  }

  function leaveAll(worker: Worker): void {
    for (const key of takers.keys()) leave(key, worker);
  }

  return {
    watch(worker) {
      const untaken = new Map<
        number,
        { readonly dealtAmong: Set<Worker> | undefined; readonly connection: Connection }
      >();
      const channel = worker.process;
      channel.send = new Proxy(channel.send, {
        apply(send, self, words: unknown[]) {
          const [message, connection] = words;
          if (conforms(DealtSchema, message) && isConnection(connection)) {
            untaken.set(message.seq, { dealtAmong: takers.get(message.key), connection });
          } else if (conforms(BeginsToTakeSchema, message)) {
            takers.set(message.key, (takers.get(message.key) ?? new Set()).add(worker));
          }
          return Reflect.apply(send, self, words);
        },
      });
      channel.on('internalMessage', (message: unknown) => {
        if (conforms(AnsweredSchema, message)) untaken.delete(message.ack);
        else if (conforms(TakesNoMoreSchema, message)) leave(message.key, worker);
      });
      function handOn(): void {
        leaveAll(worker);
        // Where a process leaves something unread, `node:cluster` does not hear that it has gone, and would deal it more.
        if (worker.isConnected()) worker.disconnect();
        for (const [seq, { dealtAmong, connection }] of untaken) {
          // What a process says that closes its socket: `node:cluster` then deals the connection to another one.
          if (dealtAmong?.size) channel.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: seq, accepted: false });
          else connection.close();
        }
        untaken.clear();
      }

      // In either case `node:cluster` closes a socket that was this process's alone; else it does where we hand on.
      worker.once('disconnect', () => leaveAll(worker));
      worker.once('exit', () => {
        if (!worker.isConnected()) leaveAll(worker);
        setTimeout(handOn, LAST_WORDS_MS);
      });
    },
  };
}

function isConnection(value: unknown): value is Connection {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}
