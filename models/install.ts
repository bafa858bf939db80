import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { errorCode } from '../src/domain/language/error-code.ts';
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

await new Command('install')
  .description('copy the weights of each trained model into models/, with size and hash in its manifest')
  .argument('<out>', 'the folder that models/training/train.sh filled')
  .action(async (out: string, _options: unknown, command: Command) => {
    try {
      await installModels(out);
    } catch (error) {
      if (!(error instanceof Error) || errorCode(error) === null) throw error;
      command.error(`error: ${error.message}: name the folder that models/training/train.sh filled.`);
    }
  })
  .parseAsync();
