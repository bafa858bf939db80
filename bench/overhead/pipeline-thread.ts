import { parentPort, workerData } from 'node:worker_threads';
import { readScanInput } from '../../src/commands/samples/scan-inputs.ts';
import type { ScanFile } from '../../src/domain/scan/view.ts';
import type { Tensors } from '../../src/domain/technology/tensor.ts';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { createDetector } from '../../src/inference/create-detector.ts';
import type { LoadedModel } from '../../src/inference/runtime.ts';
import { providerFor } from '../../src/inference/runtimes/provider-for.ts';
import { runtimeFor } from '../../src/inference/runtimes/runtime-for.ts';
import { screen } from '../../src/inference/screen.ts';
import type { LoopTask, ThreadReport } from './loop-messages.ts';
import { modelOf } from './model-of.ts';
import { loadPipeline, unwrap } from './thread-pipeline.ts';

const task: LoopTask = workerData;
const files = unwrap(await readScanInput({ name: 'scan', paths: task.scanPaths }));
const once = task.kind === 'pipeline' ? await preparePipeline(files) : await prepareDecodeInfer(files);

for (let scan = 0; scan < task.warmUpScans; scan++) await once();
report('ready');
parentPort?.once('message', async () => {
  for (let scan = 0; scan < task.scansPerThread; scan++) await once();
  report('done');
});

async function preparePipeline(files: readonly ScanFile[]): Promise<() => Promise<unknown>> {
  const pipeline = await loadPipeline(task.technology);
  return () => pipeline(files);
}

/** Decoding, and the model on the very tensors that the pipeline made of this scan. */
async function prepareDecodeInfer(files: readonly ScanFile[]): Promise<() => Promise<void>> {
  const model = await modelOf(task.technology);
  const runtime = unwrap(await runtimeFor(model.manifest.runtime));
  const provider = providerFor(model.manifest.runtime, 'cpu');
  const loaded = unwrap(await runtime.load(model, { provider, intraOpThreads: 1 }));
  const seen: Tensors[] = [];
  const detector = unwrap(
    await createDetector(model, recordInputs(loaded, seen), provider, { tiles: 1, whyAlone: null }),
  );
  unwrap(
    await screen(
      { files, technologies: [task.technology], maps: 'none', images: 'none' },
      new Map([[task.technology, detector]]),
    ),
  );
  return async () => {
    unwrap(await decodeScan(files));
    for (const inputs of seen) unwrap(await loaded.run(inputs));
  };
}

/** A model that remembers copies of what it was given: the pipeline reuses its buffers. */
function recordInputs(model: LoadedModel, seen: Tensors[]): LoadedModel {
  return {
    signature: model.signature,
    run: (inputs) => {
      seen.push(structuredClone(inputs));
      return model.run(inputs);
    },
    close: () => model.close(),
  };
}

function report(state: ThreadReport): void {
  parentPort?.postMessage(state);
}
