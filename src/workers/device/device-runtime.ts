import type { MessagePort } from 'node:worker_threads';
import { fail, succeed } from '../../domain/failure.ts';
import type { LoadedModel, Runtime } from '../../inference/runtime.ts';
import { buffersOf, ownTensors } from '../../inference/tensors/stack-tensors.ts';
import type { DeviceReply, DeviceRequest, LoadedSession } from './messages.ts';

export interface DeviceClient {
  /** ONNX Runtime, as detectors know it; its models run in the device thread and leave this one free meanwhile. */
  readonly runtime: Runtime;
  /** Resolves when the device thread has ended or lost its device: its models run no more. */
  readonly lost: Promise<void>;
}

type WithoutId<Request> = Request extends DeviceRequest ? Omit<Request, 'id'> : never;

/** Said of every technology of the device thread once that computes no more. */
export const DEVICE_LOST = 'The GPU is lost; it is tried again and again, and taken up when it computes.';

/** The device thread as a runtime, over a port to it. */
export function connectDevice(port: MessagePort): DeviceClient {
  const awaited = new Map<number, (reply: DeviceReply | null) => void>();
  let isLost = false;
  let asked = 0;
  port.on('message', (reply: DeviceReply) => settle(reply.id, reply));
  const lost = new Promise<void>((resolve) => {
    port.once('close', () => {
      isLost = true;
      for (const id of [...awaited.keys()]) settle(id, null);
      resolve();
    });
  });
  // Only a request under way keeps a process alive that has nothing else to do.
  port.unref();

  function settle(id: number, reply: DeviceReply | null): void {
    awaited.get(id)?.(reply);
    awaited.delete(id);
    if (awaited.size === 0) port.unref();
  }

  /** Null where the device was lost before it answered. */
  async function ask(request: WithoutId<DeviceRequest>, moved: ArrayBuffer[] = []): Promise<DeviceReply | null> {
    if (isLost) return null;
    const id = ++asked;
    const reply = new Promise<DeviceReply | null>((resolve) => awaited.set(id, resolve));
    port.ref();
    port.postMessage({ ...request, id }, moved);
    return reply;
  }

  const runtime: Runtime = {
    name: 'onnx',
    async load(model, { provider, intraOpThreads }) {
      const reply = await ask({ kind: 'load', model, provider, intraOpThreads });
      const { id } = model.manifest;
      if (reply?.kind !== 'load')
        return fail('runtime-failed', `Model "${id}" does not load on ${provider}: ${DEVICE_LOST}`);
      return reply.outcome.ok ? succeed(loadedModel(id, reply.outcome.value)) : reply.outcome;
    },
  };

  function loadedModel(id: string, { session, signature }: LoadedSession): LoadedModel {
    let isOpen = true;
    let batches: number[] = [];
    return {
      signature,
      async run(inputs) {
        if (!isOpen) return fail('runtime-failed', `Model "${id}" was closed and runs no more.`);
        // Copied, because the buffer of one tile is that of the next; then moved.
        const own = ownTensors(inputs);
        const reply = await ask({ kind: 'run', session, inputs: own }, buffersOf(own));
        if (reply?.kind !== 'run') return fail('runtime-failed', `Model "${id}" gave no answer. ${DEVICE_LOST}`);
        if (reply.batchSize !== null) batches.push(reply.batchSize);
        return reply.outcome;
      },
      takeBatches() {
        const taken = batches;
        batches = [];
        return taken;
      },
      async close() {
        if (!isOpen) return;
        isOpen = false;
        await ask({ kind: 'close', session });
      },
    };
  }

  return { runtime, lost };
}
