import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import '../../src/formats/sharp.ts';
import { markGarbageInOneGo } from '../../src/workers/garbage-collection.ts';
import type { LoopResult, LoopTask } from './loop-messages.ts';

/**
 * A process of its own that loops one task in its threads and prints what that used: the ceiling that the service is
 * measured against. Called with the task as JSON.
 */
// The threads live under the service's own rules for garbage: the ratio is to show HTTP, pool and admission alone.
markGarbageInOneGo();
const task: LoopTask = JSON.parse(process.argv[2] ?? '');
const thread = new URL(`./pipeline-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
const threads = Array.from({ length: task.threads }, () => new Worker(thread, { workerData: task }));
await Promise.all(threads.map((worker) => once(worker, 'message')));

const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
for (const worker of threads) worker.postMessage('go');
await Promise.all(threads.map((worker) => once(worker, 'message')));
const wallSeconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);

const result: LoopResult = { cpuSeconds: (user + system) / 1e6, wallSeconds };
process.stdout.write(JSON.stringify(result));
