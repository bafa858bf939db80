import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { type Provider, technologyId } from '../domain/technology.ts';
import type { Detector } from '../inference/detector.ts';
import { loadDetector } from '../inference/load-detector.ts';
import { readModels } from '../inference/model-folder.ts';
import type { ModelPackage } from '../inference/model-package.ts';
import { providerFor } from '../inference/runtimes/provider-for.ts';
import { screen } from '../inference/screen.ts';
import { trialScan } from '../inference/trial-scan.ts';
import type { TechnologyReport, ThreadOptions } from './messages.ts';

export interface LoadedTechnologies {
  /** Those that are ready, by technology id. */
  readonly detectors: ReadonlyMap<string, Detector>;
  readonly reports: readonly TechnologyReport[];
}

/**
 * Loads every model on every provider and screens one small scan with each. What does not load or does not survive
 * that scan is reported with its reason and holds nothing else back.
 */
export async function loadTechnologies(options: ThreadOptions): Promise<LoadedTechnologies> {
  const detectors = new Map<string, Detector>();
  const reports: TechnologyReport[] = [];
  for (const { outcome } of await readModels(options.modelsDir)) {
    if (!outcome.ok) continue;
    const model = outcome.value;
    for (const wanted of options.providers) {
      const provider = providerFor(model.manifest.runtime, wanted);
      const id = technologyId(model.manifest.id, model.manifest.runtime, provider);
      const warm = await loadAndWarmUp(id, model, provider, options.intraOpThreads);
      if (warm.ok) detectors.set(id, warm.value);
      reports.push({
        id,
        sha256: model.sha256,
        reason: warm.ok ? null : warm.failure.message,
        signature: warm.ok ? warm.value.signature : null,
      });
    }
  }
  return { detectors, reports };
}

async function loadAndWarmUp(
  id: string,
  model: ModelPackage,
  provider: Provider,
  intraOpThreads: number,
): Promise<Outcome<Detector>> {
  try {
    const loaded = await loadDetector(model, { provider, intraOpThreads });
    if (!loaded.ok) return loaded;
    const screened = await screen(await trialScan(id), new Map([[id, loaded.value]]));
    if (screened.ok) return succeed(loaded.value);
    await loaded.value.close();
    return screened;
  } catch (bug) {
    // One broken model must not take down the thread that others are served from.
    return fail('runtime-failed', `Loading broke off: ${bug instanceof Error ? bug.message : String(bug)}`);
  }
}
