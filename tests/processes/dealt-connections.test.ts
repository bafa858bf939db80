import type { Worker } from 'node:cluster';
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDealtConnections } from '../../src/processes/dealt-connections.ts';

const KEY = '127.0.0.1:8080:4::0';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker as the primary has it, and what `node:cluster` is told in its name. */
function startWorker() {
  const channel = Object.assign(new EventEmitter(), { send: () => true });
  const worker = Object.assign(new EventEmitter(), { process: channel, isConnected: () => false });
  const told: unknown[] = [];
  const send: (message: object, connection?: object) => void = (...words) =>
    Reflect.apply(channel.send, channel, words);
  return {
    worker: worker as unknown as Worker,
    told,
    takes: () => send({ cmd: 'NODE_CLUSTER', ack: 1, key: KEY }),
    deal(connection: object) {
      send({ cmd: 'NODE_CLUSTER', act: 'newconn', seq: 7, key: KEY }, connection);
      channel.on('internalMessage', (message) => told.push(message));
    },
    dies(...heard: readonly ('disconnect' | 'exit')[]) {
      for (const event of heard) worker.emit(event);
    },
  };
}

function watched(...workers: readonly Worker[]) {
  const dealt = createDealtConnections();
  for (const worker of workers) dealt.watch(worker);
  return { close: vi.fn() };
}

it('deals what a process left untaken to another that took connections of that socket', () => {
  const [one, other] = [startWorker(), startWorker()];
  const connection = watched(one.worker, other.worker);
  one.takes();
  other.takes();
  one.deal(connection);
  one.dies('disconnect', 'exit');
  vi.runAllTimers();
  expect(one.told).toEqual([{ cmd: 'NODE_CLUSTER', ack: 7, accepted: false }]);
  expect(connection.close).not.toHaveBeenCalled();
});

it.each([[['disconnect', 'exit']], [['exit']]] as const)(
  'closes it where nobody did, also where another has opened a socket at that address since, when %j is heard',
  (heard) => {
    const [one, other] = [startWorker(), startWorker()];
    const connection = watched(one.worker, other.worker);
    one.takes();
    one.deal(connection);
    one.dies(...heard);
    other.takes();
    vi.runAllTimers();
    expect(connection.close).toHaveBeenCalledOnce();
    expect(one.told).toEqual([]);
  },
);
