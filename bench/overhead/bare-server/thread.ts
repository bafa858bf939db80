import { parentPort, workerData } from 'node:worker_threads';
import { readUpload } from '../../../src/api/upload/upload.ts';
import { loadPipeline, unwrap } from '../thread-pipeline.ts';
import type { BareServerTask, BareThreadReport, PostedScan } from './messages.ts';

const { technology }: BareServerTask = workerData;
const pipeline = await loadPipeline(technology);
parentPort?.on('message', async ({ bytes, contentType }: PostedScan) => {
  const { files } = unwrap(readUpload(contentType, bytes));
  const { results } = await pipeline(files);
  report({ kind: 'answer', json: JSON.stringify(results) });
});
report({ kind: 'ready' });

function report(message: BareThreadReport): void {
  parentPort?.postMessage(message);
}
