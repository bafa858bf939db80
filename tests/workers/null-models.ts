import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Manifest } from '../../src/inference/model/manifest.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { describeFile } from '../fixtures/write-model.ts';

/** A new models folder with a model of the null runtime for each id. The caller removes it. */
export async function createNullModels(ids: readonly string[]): Promise<string> {
  const modelsDir = await mkdtemp(path.join(tmpdir(), 'scanbench-null-models-'));
  for (const id of ids) await writeNullModel(modelsDir, id);
  return modelsDir;
}

/** `behaviour` is what the null runtime reads as weights. */
export async function writeNullModel(
  modelsDir: string,
  id: string,
  changes: Partial<Manifest> = {},
  behaviour: { readonly busyMs?: number; readonly score?: number } = {},
): Promise<void> {
  const weights = Buffer.from(JSON.stringify(behaviour));
  const folder = path.join(modelsDir, id);
  await mkdir(folder);
  await writeFile(path.join(folder, 'weights.bin'), weights);
  const manifest = { ...modelManifest({ id, files: [describeFile('weights.bin', weights)] }), ...changes };
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
}
