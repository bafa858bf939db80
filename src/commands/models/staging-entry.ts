import { Worker } from 'node:worker_threads';
import type { StagingSetup } from './stage-in-process.ts';
import { stageModel } from './stage-model.ts';

// The entry of the process in which a model is tried for the first time: one that crashes, loops without end or takes all
// the memory ends this process, and nothing else. On trust: who forked it, of the same build, has just written the setup.
const { options, staging, limitBytes }: StagingSetup = JSON.parse(process.argv[2] ?? '');
const watch = new Worker(new URL('./staging-watch.js', import.meta.url), { workerData: { limitBytes } });
watch.unref();
const staged = await stageModel(options, staging);
process.send?.(staged, () => process.disconnect());
