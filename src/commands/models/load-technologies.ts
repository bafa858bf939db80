import { readRemoteAccess } from '../../config/remote-access.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { technologyId } from '../../domain/technology.ts';
import type { Detector } from '../../inference/detector.ts';
import { loadDetector } from '../../inference/load-detector.ts';
import { readModels } from '../../inference/model/model-folder.ts';
import { providerFor } from '../../inference/runtimes/provider-for.ts';

/** A model that a command found: loaded, or the sentence that says why not. */
export interface FoundTechnology {
  readonly id: string;
  readonly outcome: Outcome<Detector>;
  /** How long this model alone took to load. */
  readonly loadMs: number;
}

interface LoadTerms {
  readonly intraOpThreads?: number;
  readonly tileBatch?: number;
  readonly readyLimit?: number;
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
  { intraOpThreads = 1, tileBatch = 1, readyLimit = Number.POSITIVE_INFINITY }: LoadTerms = {},
): Promise<Outcome<readonly FoundTechnology[]>> {
  const access = readRemoteAccess(process.env);
  if (!access.ok) return access;
  const options = { intraOpThreads, tileBatch, remoteAccess: access.value };
  const found: FoundTechnology[] = [];
  const known: string[] = [];
  for (const { id: model, outcome } of await readModels(modelsDir)) {
    const provider = outcome.ok ? providerFor(outcome.value.manifest.runtime, 'cpu') : 'cpu';
    const id = outcome.ok ? technologyId(model, outcome.value.manifest.runtime, provider) : model;
    known.push(id);
    if (wanted.length === 0 && found.filter(({ outcome: { ok } }) => ok).length >= readyLimit) continue;
    if (wanted.length > 0 && !wanted.includes(id) && !wanted.includes(model)) continue;
    const startedAt = performance.now();
    const detector = outcome.ok ? await loadDetector(outcome.value, { provider, ...options }) : outcome;
    found.push({ id, outcome: detector, loadMs: performance.now() - startedAt });
  }
  if (known.length === 0)
    return fail('unknown-model', `${modelsDir} holds no models: name another folder with --models.`);
  const missing = wanted.find((id) => !found.some((technology) => matches(technology.id, id)));
  if (missing !== undefined) {
    return fail('unknown-technology', `There is no technology "${missing}". There are: ${known.join(', ')}.`);
  }
  const placeOf = ({ id }: FoundTechnology) => wanted.findIndex((name) => matches(id, name));
  return succeed(found.toSorted((a, b) => placeOf(a) - placeOf(b)));
}

function matches(technology: string, wanted: string): boolean {
  return technology === wanted || technology.split('@')[0] === wanted;
}
