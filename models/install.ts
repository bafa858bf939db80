import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { WEIGHTS_FILE } from '../src/inference/model/describe-file.ts';
import { writeWeights } from './weights-file.ts';

/** Copies `<out>/<id>/model.onnx` of each trained model into `models/<id>/`, with its size and hash in the manifest. */
async function installModels(out: string): Promise<void> {
  for (const entry of await readdir(out, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const bytes = await readFile(path.join(out, entry.name, WEIGHTS_FILE));
    await writeWeights(path.join('models', entry.name), bytes);
  }
}

const [out] = process.argv.slice(2);
if (out === undefined) throw new Error('Name the folder that models/training/train.sh filled.');
await installModels(out);
