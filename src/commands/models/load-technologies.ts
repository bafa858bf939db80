import { readRemoteAccess } from '../../config/remote-access.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { RemoteAccess } from '../../domain/network/remote-access.ts';
import { type Provider, technologyId } from '../../domain/technology/technology.ts';
import type { Detector } from '../../inference/detector.ts';
import { loadDetector } from '../../inference/load-detector.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { type ModelReading, readModels } from '../../inference/model/model-folder.ts';
import type { ModelPackage } from '../../inference/model/model-package.ts';
import { providerFor } from '../../inference/runtimes/provider-for.ts';
import { noModels } from './no-models.ts';

/** A model that a command found: loaded, or the sentence that says why not. */
export interface FoundTechnology {
  readonly id: string;
  readonly outcome: Outcome<Detector>;
  /** Null of a model that is refused. */
  readonly manifest: Manifest | null;
  /** How long this model alone took to load. */
  readonly loadMs: number;
}

interface ModelTerms {
  readonly intraOpThreads?: number;
  readonly tileBatch?: number;
}

interface LoadTerms extends ModelTerms {
  readonly readyLimit?: number;
  /** Told what is loaded before it is. */
  readonly onLoading?: (id: string) => void;
}

/**
 * Loads the technologies of a models folder on the CPU, or from the servers that may be sent scans, all or only those asked for, in this thread. An id that no model
 * has fails with the ids that there are. Those asked for come in the order in which they were, else as models are listed.
 * One thread executes an inference, of one tile, unless more are asked for. Where none are asked for, no more are loaded than
 * `readyLimit`; those that do not load are not counted.
 */
export async function loadTechnologies(
  modelsDir: string,
  wanted: readonly string[] = [],
  { readyLimit = Number.POSITIVE_INFINITY, onLoading = () => {}, ...terms }: LoadTerms = {},
): Promise<Outcome<readonly FoundTechnology[]>> {
  const access = readRemoteAccess(process.env);
  if (!access.ok) return access;
  const found: FoundTechnology[] = [];
  const known: string[] = [];
  for (const reading of await readModels(modelsDir)) {
    const { id: model } = reading;
    const id = technologyOf(reading);
    known.push(id);
    if (wanted.length === 0 && found.filter(({ outcome: { ok } }) => ok).length >= readyLimit) continue;
    if (wanted.length > 0 && !wanted.includes(id) && !wanted.includes(model)) continue;
    onLoading(id);
    found.push(await loadReading(reading, access.value, terms));
  }
  if (known.length === 0) return noModels(modelsDir);
  const missing = wanted.find((id) => !found.some((technology) => matches(technology.id, id)));
  if (missing !== undefined) {
    return fail('unknown-technology', `There is no technology "${missing}". There are: ${known.join(', ')}.`);
  }
  const placeOf = ({ id }: FoundTechnology) => wanted.findIndex((name) => matches(id, name));
  return succeed(found.toSorted((a, b) => placeOf(a) - placeOf(b)));
}

/** Loads one model of those that `readModels` read. */
export async function loadReading(
  reading: ModelReading,
  remoteAccess: RemoteAccess,
  { intraOpThreads = 1, tileBatch = 1 }: ModelTerms = {},
): Promise<FoundTechnology> {
  const { outcome } = reading;
  const startedAt = performance.now();
  const loaded = outcome.ok
    ? await loadDetector(outcome.value, {
        provider: providerOf(outcome.value),
        intraOpThreads,
        tileBatch,
        remoteAccess,
      })
    : outcome;
  const manifest = outcome.ok ? outcome.value.manifest : null;
  return { id: technologyOf(reading), outcome: loaded, manifest, loadMs: performance.now() - startedAt };
}

/** The id of the technology; of a model that is refused, the model's. */
export function technologyOf({ id, outcome }: ModelReading): string {
  return outcome.ok ? technologyId(id, outcome.value.manifest.runtime, providerOf(outcome.value)) : id;
}

function providerOf({ manifest }: ModelPackage): Provider {
  return providerFor(manifest.runtime, 'cpu');
}

function matches(technology: string, wanted: string): boolean {
  return technology === wanted || technology.split('@')[0] === wanted;
}
