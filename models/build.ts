import path from 'node:path';
import { Command } from 'commander';
import { localContrastGraph } from './local-contrast/graph.ts';
import { patternBreakGraph } from './pattern-break/graph.ts';
import { writeWeights } from './weights-file.ts';

/** The models whose weights are written by a function of this repository, by id. */
export const BUILT_MODELS = {
  'local-contrast': localContrastGraph,
  'pattern-break': patternBreakGraph,
} as const satisfies Readonly<Record<string, () => Uint8Array<ArrayBuffer>>>;

/** Writes `model.onnx` of each built model under `modelsDir`, and its size and hash into the manifest beside it. */
export async function buildModels(modelsDir: string): Promise<void> {
  for (const [id, writeGraph] of Object.entries(BUILT_MODELS)) {
    await writeWeights(path.join(modelsDir, id), writeGraph());
  }
}

if (process.argv[1] === import.meta.filename) {
  await new Command('models:build')
    .description(
      `write the weights of ${Object.keys(BUILT_MODELS).join(' and ')} into models/, and size and hash beside them`,
    )
    .action(() => buildModels('models'))
    .parseAsync();
}
