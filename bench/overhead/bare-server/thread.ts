import { parentPort, workerData } from 'node:worker_threads';
import { loadPipeline } from '../thread-pipeline.ts';
import type { BareServerTask, BareThreadReport, PostedScan } from './messages.ts';

const { technology }: BareServerTask = workerData;
const pipeline = await loadPipeline(technology);
parentPort?.on('message', async ({ bytes, contentType }: PostedScan) => {
  const { results } = await pipeline([{ view: 'side', energy: null, declaredType: contentType, bytes }]);
  report({ kind: 'answer', json: JSON.stringify(results) });
});
report({ kind: 'ready' });

function report(message: BareThreadReport): void {
  parentPort?.postMessage(message);
}
