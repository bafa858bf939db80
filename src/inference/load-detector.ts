import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { isGpuProvider } from '../domain/technology/technology.ts';
import { createDetector } from './create-detector.ts';
import type { Detector } from './detector.ts';
import type { ModelPackage } from './model/model-package.ts';
import { signatureMisfit } from './model/signature-misfit.ts';
import type { LoadOptions, Runtime } from './runtime.ts';
import { runtimeFor } from './runtimes/runtime-for.ts';
import { tileBatchOf } from './tile-batch.ts';

export interface DetectorOptions extends LoadOptions {
  /** Tiles of a box that are one run, where the model takes that; 1 without it. */
  readonly tileBatch?: number;
}

/**
 * Loads a checked model into a detector. Fails with `runtime-failed`
 * and a sentence that says what is missing, where the runtime or the provider is not to be had (there is no fallback), or
 * where the model's tensors are not those of its manifest.
 * `elsewhere` stands in for the runtime of the manifest, to run the model in another thread.
 */
export async function loadDetector(
  model: ModelPackage,
  { tileBatch = 1, ...options }: DetectorOptions,
  elsewhere?: Runtime,
): Promise<Outcome<Detector>> {
  const runtime = elsewhere === undefined ? await runtimeFor(model.manifest.runtime) : succeed(elsewhere);
  if (!runtime.ok) return runtime;
  const loaded = await runtime.value.load(model, options);
  if (!loaded.ok) return loaded;
  const misfit = signatureMisfit(model.manifest, loaded.value.signature);
  if (misfit !== null) {
    await loaded.value.close();
    return fail('runtime-failed', `Model "${model.manifest.id}" ${misfit}.`);
  }
  // On a GPU the tiles of all threads come together; here those of one box do.
  const asked = isGpuProvider(options.provider) ? 1 : tileBatch;
  const batch = await tileBatchOf(model.manifest, loaded.value, asked);
  return createDetector(model, loaded.value, options.provider, batch);
}
