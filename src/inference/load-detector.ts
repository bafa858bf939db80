import { type Outcome, succeed } from '../domain/failure.ts';
import { createDetector } from './create-detector.ts';
import type { Detector } from './detector.ts';
import type { ModelPackage } from './model-package.ts';
import type { LoadOptions, Runtime } from './runtime.ts';
import { runtimeFor } from './runtimes/runtime-for.ts';

/**
 * Loads a checked model into a detector. Fails with `runtime-failed`
 * and a sentence that says what is missing, where the runtime or the provider is not to be had: there is no fallback.
 * `elsewhere` stands in for the runtime of the manifest, to run the model in another thread.
 */
export async function loadDetector(
  model: ModelPackage,
  options: LoadOptions,
  elsewhere?: Runtime,
): Promise<Outcome<Detector>> {
  const runtime = elsewhere === undefined ? await runtimeFor(model.manifest.runtime) : succeed(elsewhere);
  if (!runtime.ok) return runtime;
  const loaded = await runtime.value.load(model, options);
  if (!loaded.ok) return loaded;
  return createDetector(model, loaded.value, options.provider);
}
