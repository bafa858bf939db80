import { BroadcastChannel, workerData } from 'node:worker_threads';
import '../../../src/workers/device/device-thread.ts';

// The project's own device thread, for tests: it throws where nothing catches when it is told to.
const channel = new BroadcastChannel(`dying-device-${process.pid}`);
channel.onmessage = () => {
  channel.close();
  setImmediate(() => {
    throw new Error(`The device broke, with at most ${workerData.maxBatch} tiles at once.`);
  });
};
