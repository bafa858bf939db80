import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { isGpuProvider, type ProvenModel, type Provider, technologyId } from '../../domain/technology/technology.ts';
import type { Detector } from '../../inference/detector.ts';
import { loadDetector } from '../../inference/load-detector.ts';
import { readModel } from '../../inference/model/model-folder.ts';
import { technologyHash } from '../../inference/model/model-hash.ts';
import type { ModelPackage } from '../../inference/model/model-package.ts';
import type { Runtime } from '../../inference/runtime.ts';
import { providersFor } from '../../inference/runtimes/provider-for.ts';
import { screen } from '../../inference/screen.ts';
import { trialScan } from '../../inference/trial-scan.ts';
import type { TechnologyReport, ThreadOptions } from '../messages.ts';
import { WEIGHTS_CHANGED } from './technology-states.ts';

export interface LoadedTechnologies {
  /** Those that are ready, by technology id. */
  readonly detectors: Map<string, Detector>;
  readonly reports: readonly TechnologyReport[];
  /** Those that other servers run, not loaded yet: whether they are there changes with time. */
  readonly remotes: readonly RemoteTechnology[];
}

export interface RemoteTechnology {
  readonly id: string;
  readonly hash: string;
  /** Asks its server and screens one small scan there. */
  readonly load: () => Promise<Outcome<Detector>>;
}

interface LoadingOptions {
  /** The runtime of ONNX models on GPUs, where there are any. */
  readonly device?: Runtime;
  /** Asked before each model: true where nobody waits for this thread any more, and what it has not loaded is left out. */
  readonly isEnding: () => boolean;
  /** Told before a model on the CPU of this machine is loaded, and when none is any more. */
  readonly onLoading: (technology: string | null) => void;
}

/**
 * Loads every model of this machine on every provider and screens one small scan with each. What does not load or does
 * not survive that scan is reported with its reason and holds nothing else back. ONNX models on GPUs run in `device`.
 */
export async function loadTechnologies(
  options: ThreadOptions,
  { device, isEnding, onLoading }: LoadingOptions,
): Promise<LoadedTechnologies> {
  const detectors = new Map<string, Detector>();
  const reports: TechnologyReport[] = [];
  const remotes: RemoteTechnology[] = [];
  const models = await Promise.all(
    options.manifests.map((manifest) => readModel(path.join(options.modelsDir, manifest.id), manifest)),
  );
  for (const outcome of models) {
    if (!outcome.ok) continue;
    const { manifest } = outcome.value;
    const hash = technologyHash(manifest);
    for (const provider of providersFor(manifest.runtime, options.providers)) {
      const id = technologyId(manifest.id, manifest.runtime, provider);
      const elsewhere = manifest.runtime === 'onnx' && isGpuProvider(provider) ? device : undefined;
      const load = () => loadAndWarmUp(id, outcome.value, provider, options, elsewhere);
      if (isEnding()) return { detectors, reports, remotes: [] };
      if (options.leaveOut.includes(id)) continue;
      if (manifest.runtime === 'remote') {
        remotes.push({ id, hash, load });
        continue;
      }
      // What a GPU takes to make a graph its own may be minutes, and is no business of this thread.
      onLoading(isGpuProvider(provider) ? null : id);
      const warm = await load();
      if (warm.ok) detectors.set(id, warm.value);
      reports.push(reportOf({ id, hash, isOnCpu: !isGpuProvider(provider) }, warm));
    }
  }
  onLoading(null);
  return { detectors, reports, remotes };
}

/**
 * Loads a model on the CPU that threads had before this one, and screens one small scan with it. Fails where its files are
 * not what they were: with others it would be another technology.
 */
export async function loadAgain({ id, hash }: ProvenModel, options: ThreadOptions): Promise<Outcome<Detector>> {
  const [modelId = ''] = id.split('@');
  // Without one, the folder's own had become rubbish when the process started: then it must be what it was before.
  const manifest = options.manifests.find((each) => each.id === modelId);
  const model = await readModel(path.join(options.modelsDir, modelId), manifest);
  if (!model.ok) return model;
  const { runtime } = model.value.manifest;
  const provider = providersFor(runtime, options.providers).find((own) => technologyId(modelId, runtime, own) === id);
  if (provider === undefined || technologyHash(model.value.manifest) !== hash)
    return fail('runtime-failed', WEIGHTS_CHANGED);
  return loadAndWarmUp(id, model.value, provider, options, undefined);
}

/** What a thread says of a technology that it has loaded, or could not. */
export function reportOf(
  technology: Pick<TechnologyReport, 'id' | 'hash' | 'isOnCpu'>,
  loaded: Outcome<Detector>,
): TechnologyReport {
  return loaded.ok
    ? { ...technology, reason: null, signature: loaded.value.signature }
    : { ...technology, reason: loaded.failure.message, signature: null };
}

async function loadAndWarmUp(
  id: string,
  model: ModelPackage,
  provider: Provider,
  { intraOpThreads, tileBatch, remoteAccess }: ThreadOptions,
  elsewhere: Runtime | undefined,
): Promise<Outcome<Detector>> {
  try {
    const loaded = await loadDetector(model, { provider, intraOpThreads, tileBatch, remoteAccess }, elsewhere);
    if (!loaded.ok) return loaded;
    const screened = await screen(await trialScan(id), new Map([[id, loaded.value]]));
    if (screened.ok) return succeed(loaded.value);
    await loaded.value.close();
    return screened;
  } catch (bug) {
    // One broken model must not take down the thread that others are served from.
    return fail('runtime-failed', `Loading broke off: ${errorMessage(bug)}`);
  }
}
