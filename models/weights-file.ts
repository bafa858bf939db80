import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeFile, WEIGHTS_FILE } from '../src/inference/model/describe-file.ts';
import { MANIFEST_FILE } from '../src/inference/model/model-folder.ts';

/** Writes a model's weights, and their size and hash into the manifest beside them, which must be there. */
export async function writeWeights(folder: string, bytes: Uint8Array): Promise<void> {
  const manifestPath = path.join(folder, MANIFEST_FILE);
  const manifest: Record<string, unknown> = JSON.parse(await readFile(manifestPath, 'utf8'));
  const file = describeFile(WEIGHTS_FILE, bytes);
  await writeFile(path.join(folder, WEIGHTS_FILE), bytes);
  await writeFile(manifestPath, `${JSON.stringify({ ...manifest, files: [file] }, null, 2)}\n`);
  console.log(`${path.basename(folder)}: ${bytes.length} bytes, ${file.sha256}`);
}
