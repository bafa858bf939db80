import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The file in a model's folder that holds its ONNX graph and weights. */
export const WEIGHTS_FILE = 'model.onnx';

/** How a manifest lists a weights file. */
export function describeWeights(bytes: Uint8Array): { path: string; sha256: string; bytes: number } {
  return { path: WEIGHTS_FILE, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** Writes a model's weights, and their size and hash into the manifest beside them, which must be there. */
export async function writeWeights(folder: string, bytes: Uint8Array): Promise<void> {
  const manifestPath = path.join(folder, 'manifest.json');
  const manifest: Record<string, unknown> = JSON.parse(await readFile(manifestPath, 'utf8'));
  const files = [describeWeights(bytes)];
  await writeFile(path.join(folder, WEIGHTS_FILE), bytes);
  await writeFile(manifestPath, `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
  console.log(`${path.basename(folder)}: ${bytes.length} bytes, ${describeWeights(bytes).sha256}`);
}
