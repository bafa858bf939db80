import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Provider } from '../../domain/technology/technology.ts';
import { identify, readManifest } from './known-technologies.ts';

/** What a models folder has to say of some ids. */
export interface UnknownTechnologies {
  /** Those that no model in it has. */
  readonly unknown: readonly string[];
  /** All that its manifests promise, whatever the state of their weights. */
  readonly known: readonly string[];
}

/**
 * Which of these ids no model in a folder has on these providers. Weights are not looked at, and a folder whose manifest cannot be
 * read passes for any technology of its name: that one is broken, not misspelt.
 */
export async function findUnknownTechnologies(
  ids: readonly string[],
  modelsDir: string,
  providers: readonly Provider[],
): Promise<UnknownTechnologies> {
  const known: string[] = [];
  const illegible: string[] = [];
  for (const name of (await readdir(modelsDir).catch(() => [])).toSorted()) {
    const manifest = await readManifest(path.resolve(modelsDir, name), name);
    if (manifest === null) illegible.push(name);
    else known.push(...identify(manifest, providers).map(({ id }) => id));
  }
  const unknown = ids.filter((id) => !known.includes(id) && !illegible.some((name) => id.startsWith(`${name}@`)));
  return { unknown, known };
}
