import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { localContrastGraph } from './local-contrast/graph.ts';
import { patternBreakGraph } from './pattern-break/graph.ts';

/** The models whose weights are written by a function of this repository, by id. */
export const BUILT_MODELS = {
  'local-contrast': localContrastGraph,
  'pattern-break': patternBreakGraph,
} as const satisfies Readonly<Record<string, () => Uint8Array<ArrayBuffer>>>;

const WEIGHTS_FILE = 'model.onnx';

/** How a manifest lists a weights file. */
export function describeWeights(bytes: Uint8Array): { path: string; sha256: string; bytes: number } {
  return { path: WEIGHTS_FILE, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** Writes `model.onnx` of each built model under `modelsDir`, and its size and hash into the manifest beside it. */
export async function buildModels(modelsDir: string): Promise<void> {
  for (const [id, writeGraph] of Object.entries(BUILT_MODELS)) {
    const folder = path.join(modelsDir, id);
    const bytes = writeGraph();
    const manifestPath = path.join(folder, 'manifest.json');
    const manifest: Record<string, unknown> = JSON.parse(await readFile(manifestPath, 'utf8'));
    const rewritten = { ...manifest, files: [describeWeights(bytes)] };
    await writeFile(path.join(folder, WEIGHTS_FILE), bytes);
    await writeFile(manifestPath, `${JSON.stringify(rewritten, null, 2)}\n`);
    console.log(`${id}: ${bytes.length} bytes, ${describeWeights(bytes).sha256}`);
  }
}

if (process.argv[1] === import.meta.filename) await buildModels('models');
