import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { buffersOf, ownTensors } from '../../inference/tensors/stack-tensors.ts';
import { createSessions } from './device-sessions.ts';
import type { DeviceLost, DeviceReply, DeviceRequest, DeviceSetup, NewClient } from './messages.ts';

// The entry of the one thread of a process that owns sessions on GPUs: two threads on WebGPU at once end the process.
// Screening threads send it prepared tensors, each over a port of its own.
const setup: DeviceSetup = workerData;
const clients = new Set<MessagePort>();
let isLost = false;
const sessions = createSessions({ ...setup, onLost: giveUp });
parentPort?.on('message', ({ client }: NewClient) => serve(client));

/** Nothing is touched on the device any more, not to close it either: with a driver that lost it that may end the process. */
function giveUp(message: string): void {
  if (isLost) return;
  isLost = true;
  parentPort?.postMessage({ lost: message } satisfies DeviceLost);
  for (const client of clients) client.close();
}

function serve(client: MessagePort): void {
  clients.add(client);
  const loaded: number[] = [];
  client.on('message', async (request: DeviceRequest) => {
    const { id } = request;
    switch (request.kind) {
      case 'load': {
        const outcome = await sessions.load(request);
        if (outcome.ok) loaded.push(outcome.value.session);
        return send(client, { id, kind: 'load', outcome });
      }
      case 'run': {
        const answer = await sessions.run(request);
        if (!answer.outcome.ok) return send(client, { id, kind: 'run', ...answer });
        const value = ownTensors(answer.outcome.value);
        return send(client, { id, kind: 'run', ...answer, outcome: { ok: true, value } }, buffersOf(value));
      }
      case 'close': {
        loaded.splice(loaded.indexOf(request.session), 1);
        await sessions.close(request.session);
        return send(client, { id, kind: 'close' });
      }
    }
  });
  // A screening thread that died has closed nothing.
  client.on('close', async () => {
    clients.delete(client);
    if (isLost) return;
    for (const session of loaded) await sessions.close(session);
  });
}

function send(client: MessagePort, reply: DeviceReply, moved: ArrayBuffer[] = []): void {
  client.postMessage(reply, moved);
}
