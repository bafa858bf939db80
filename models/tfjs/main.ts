import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import type { Outcome } from '../../src/domain/failure.ts';
import { fail, succeed } from '../../src/domain/failure.ts';
import { errorCode } from '../../src/domain/language/error-code.ts';
import { MANIFEST_FILE, readModel } from '../../src/inference/model/model-folder.ts';
import { convertOnnx } from './convert-onnx.ts';
import { tfjsManifest } from './tfjs-manifest.ts';

/**
 * Writes the ONNX model `id` of a models folder again as `<id>-tfjs`: the same weights for TensorFlow.js, with a
 * manifest of their own, and a card where there is none yet. Fails with `runtime-failed` where the model is refused or
 * has an operator that is not converted. Gives the folder.
 */
export async function writeTfjsModel(modelsDir: string, id: string): Promise<Outcome<string>> {
  const model = await readModel(path.join(modelsDir, id));
  if (!model.ok) return model;
  const { manifest, weightsPath, sha256 } = model.value;
  if (manifest.runtime !== 'onnx') {
    return fail('runtime-failed', `Model "${id}" is a ${manifest.runtime} model; ONNX models are converted.`);
  }
  const files = convertOnnx(await readFile(weightsPath));
  if (!files.ok) return fail('runtime-failed', `Model "${id}" is not converted: ${files.failure.message}`);

  const converted = tfjsManifest(manifest, sha256, files.value);
  const folder = path.join(modelsDir, converted.id);
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files.value)) await writeFile(path.join(folder, name), bytes);
  await writeFile(path.join(folder, MANIFEST_FILE), `${JSON.stringify(converted, null, 2)}\n`);
  await writeFile(path.join(folder, 'card.md'), cardOf(id, converted.title), { flag: 'wx' }).catch(
    keepTheCardThatIsThere,
  );
  return succeed(folder);
}

function keepTheCardThatIsThere(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}

function cardOf(id: string, title: string): string {
  return `# ${id}-tfjs

${title}: the weights of [\`${id}\`](../${id}/card.md), computed by TensorFlow.js in place of ONNX Runtime. Its data, its limits
and its operating points are those of \`${id}\`; a test holds the answers of the two together within 0.001 on every value.
It is there to compare two runtimes on one model. Rewrite it after \`${id}\` was trained anew:

\`\`\`sh
npm run models:tfjs -- ${id}
\`\`\`

## Measured results

<!-- measured: begin -->
<!-- measured: end -->
`;
}

if (process.argv[1] === import.meta.filename) {
  await new Command('models:tfjs')
    .description('write ONNX models again for TensorFlow.js, each as models/<id>-tfjs')
    .argument('<id...>', 'models of models/, e.g. autoencoder')
    .action(async (ids: readonly string[]) => {
      for (const id of ids) {
        const written = await writeTfjsModel('models', id);
        console.log(written.ok ? `${id}: written to ${written.value}` : written.failure.message);
        if (!written.ok) process.exitCode = 1;
      }
    })
    .parseAsync();
}
