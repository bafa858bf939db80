import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { unreadable } from '../../domain/language/unreadable.ts';
import { sniffFormat } from '../../formats/sniff.ts';
import { describeFile, WEIGHTS_FILE } from '../../inference/model/describe-file.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { MANIFEST_FILE } from '../../inference/model/model-folder.ts';
import { externalFiles } from '../../inference/runtimes/external-files.ts';
import { readFileGiven } from '../files/read-file-given.ts';

export interface CopiedModel {
  /** The `.onnx` file. */
  readonly bytes: Uint8Array;
  readonly weightsPath: string;
  /** As a manifest lists them, the one that the runtime opens first. */
  readonly files: Manifest['files'];
}

/** Names that nothing else in a model's folder may have, a folder of weights neither. */
const OWN_FILES: readonly string[] = [WEIGHTS_FILE, MANIFEST_FILE, 'card.md'];

/**
 * Copies an `.onnx` file, and the files beside it that hold its weights, into a model's folder. Fails with
 * `malformed-request` where it is no ONNX file, or where one of those files is missing or lies elsewhere.
 */
export async function copyModelFiles(file: string, folder: string): Promise<Outcome<CopiedModel>> {
  const bytes = await readFileGiven(file).catch((error: Error) => error);
  if (bytes instanceof Error) {
    return fail('malformed-request', unreadable(file, bytes, 'name an .onnx file'));
  }
  const others = externalFiles(bytes);
  if (others === null) {
    return fail('malformed-request', `${file} ${whyNoModel(bytes)}.`);
  }
  const weightsPath = path.join(folder, WEIGHTS_FILE);
  await writeFile(weightsPath, bytes);
  const files = [describeFile(WEIGHTS_FILE, bytes)];
  for (const name of others) {
    const copied = await copyExternal(file, name, folder);
    if (!copied.ok) return copied;
    files.push(copied.value);
  }
  return succeed({ bytes, weightsPath, files });
}

function whyNoModel(bytes: Uint8Array): string {
  return sniffFormat(bytes) === 'lfs-pointer'
    ? 'is a Git LFS pointer, not the model: run `git lfs pull` and add it again'
    : 'is no ONNX file, or not a whole one: export the model anew';
}

async function copyExternal(file: string, name: string, folder: string): Promise<Outcome<Manifest['files'][number]>> {
  const normal = path.normalize(name);
  if (path.isAbsolute(name) || normal.startsWith('..') || OWN_FILES.includes(normal.split(path.sep, 1)[0] ?? '')) {
    return fail(
      'malformed-request',
      `${file} keeps weights in "${name}", which cannot lie in a model's folder: export it with its weights inside.`,
    );
  }
  const bytes = await readPlainFile(path.join(path.dirname(file), normal));
  if (bytes === null) {
    return fail(
      'malformed-request',
      `${file} keeps weights in "${name}", which is not beside it: put it there, or export the model with its weights inside.`,
    );
  }
  await mkdir(path.dirname(path.join(folder, normal)), { recursive: true });
  await writeFile(path.join(folder, normal), bytes);
  return succeed(describeFile(normal, bytes));
}

/** Null where there is none; a pipe, say, would be waited for without end. */
async function readPlainFile(file: string): Promise<Uint8Array | null> {
  try {
    return (await stat(file)).isFile() ? await readFile(file) : null;
  } catch {
    return null;
  }
}
