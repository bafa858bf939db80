import { MessageChannel } from 'node:worker_threads';

/** Less is not worth the call; Node's slab of small buffers is below it, too. */
const LEAST_BYTES = 16_384;

const { port1: nowhere, port2 } = new MessageChannel();
port2.close();

/**
 * Gives memory back at once that nobody reads any more; what was in it is gone. V8 counts it otherwise until its next
 * collection, and collects its whole heap after every 64 MB: some twenty scans. A slice of other memory is left alone.
 * Buffers that are sent to a port that nobody holds are freed (Node 20 has no `ArrayBuffer.prototype.transfer`).
 */
export function letGo({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength && byteLength >= LEAST_BYTES) {
    nowhere.postMessage(null, [buffer]);
  }
}
