import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../../domain/language/parse-json.ts';
import { type Provider, type TechnologyIdentity, technologyId } from '../../domain/technology/technology.ts';
import { checkManifest } from '../../inference/model/check-manifest.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { MANIFEST_FILE, readModels } from '../../inference/model/model-folder.ts';
import { modelHash, technologyHash } from '../../inference/model/model-hash.ts';
import { providersFor } from '../../inference/runtimes/provider-for.ts';

/** A technology that the models folder promises, before any thread has tried to load it. */
export interface KnownTechnology {
  readonly identity: TechnologyIdentity;
  /** Of its weights and of how its manifest uses them. */
  readonly hash: string;
  /** Why its model is refused, or null where a thread may load it. */
  readonly refusal: string | null;
}

export interface KnownTechnologies {
  /** In the order of the models' ids, then of the providers as they are set: the documented order. */
  readonly technologies: readonly KnownTechnology[];
  /** Of each model that has one, in the same order. */
  readonly manifests: readonly Manifest[];
  /** Folders that cannot even be listed as a technology, because their manifest does not say what they are. */
  readonly nameless: readonly { readonly model: string; readonly message: string }[];
}

/** Reads what the models folder holds. A refused model stays in the list, with its reason, where its manifest is valid. */
export async function readKnownTechnologies(
  modelsDir: string,
  providers: readonly Provider[],
): Promise<KnownTechnologies> {
  const technologies: KnownTechnology[] = [];
  const manifests: Manifest[] = [];
  const nameless: { model: string; message: string }[] = [];
  for (const { folder, id, outcome } of await readModels(modelsDir)) {
    const refusal = outcome.ok ? null : outcome.failure.message;
    const manifest = outcome.ok ? outcome.value.manifest : await readManifest(folder, id);
    if (manifest !== null) manifests.push(manifest);
    const identities = manifest === null ? [] : identify(manifest, providers);
    const hash = manifest === null ? '' : technologyHash(manifest);
    technologies.push(...identities.map((identity) => ({ identity, hash, refusal })));
    if (identities.length === 0) nameless.push({ model: id, message: refusal ?? 'its manifest names no weights' });
  }
  return { technologies, manifests, nameless };
}

/** The technologies that a manifest makes on these providers. */
export function identify(manifest: Manifest, providers: readonly Provider[]): readonly TechnologyIdentity[] {
  const { id, version, runtime, precision, operatingPoints, output } = manifest;
  const [operatingPoint] = operatingPoints;
  if (operatingPoint === undefined) return [];
  return providersFor(runtime, providers).map((provider) => ({
    id: technologyId(id, runtime, provider),
    model: { id, version, sha256: modelHash(manifest) },
    runtime,
    provider,
    precision,
    tellsPlaces: output.kind !== 'score',
    operatingPoint,
  }));
}

/** The manifest of a folder, be its files what they may, where it is valid and names the folder's own model; else null. */
export async function readManifest(folder: string, id: string): Promise<Manifest | null> {
  try {
    const checked = checkManifest(parseJson(await readFile(path.join(folder, MANIFEST_FILE), 'utf8')));
    return checked.ok && checked.value.id === id ? checked.value : null;
  } catch {
    return null;
  }
}
