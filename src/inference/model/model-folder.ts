import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { parseJson } from '../../domain/language/parse-json.ts';
import { checkManifest } from './check-manifest.ts';
import type { Manifest } from './manifest.ts';
import { modelHash } from './model-hash.ts';
import type { ModelPackage } from './model-package.ts';

/** One folder with a manifest: the model in it, or why it is refused. */
export interface ModelReading {
  /** Absolute path. */
  readonly folder: string;
  /** The folder's name, which is the model's id. */
  readonly id: string;
  readonly outcome: Outcome<ModelPackage>;
}

/** In each folder of a model. */
export const MANIFEST_FILE = 'manifest.json';

/** What a file that is not the one of the manifest leaves to do. */
const OTHER_FILE = ': copy the right file there, or add this one anew with scanbench models add --force';

/**
 * Reads every model under `modelsDir`, by the number that their manifests say (`listing`), those without one last, then
 * by id (by code unit): the order in which technologies are listed, and in which the first ready one becomes the
 * champion. A folder without `manifest.json` is no model and is passed over; one that is wrong or cannot be looked into is
 * reported and holds no other back. No folder at all gives an empty list.
 */
export async function readModels(modelsDir: string): Promise<readonly ModelReading[]> {
  const ids = (await listNames(modelsDir)).toSorted();
  const readings = await Promise.all(ids.map((id) => readModelReading(path.resolve(modelsDir, id), id)));
  return readings.filter((reading) => reading !== null).toSorted((a, b) => listingOf(a) - listingOf(b));
}

function listingOf({ outcome }: ModelReading): number {
  return (outcome.ok ? outcome.value.manifest.listing : undefined) ?? Number.MAX_SAFE_INTEGER;
}

/**
 * Reads and checks one model folder: its manifest, that `id` is the folder's name, that every file lies inside the
 * folder and has the size and SHA-256 that the manifest says. Fails with `runtime-failed`, naming file and field. With a manifest
 * that was read before, what the folder's own says by now is not looked at.
 */
export async function readModel(folder: string, before?: Manifest): Promise<Outcome<ModelPackage>> {
  const name = path.basename(path.resolve(folder));
  const refuse = (reason: string) => fail('runtime-failed', `Model "${name}" is refused: ${reason}.`);

  const read = before === undefined ? await readManifest(folder, name) : succeed(before);
  if (!read.ok) return refuse(`${MANIFEST_FILE}: ${read.failure.message}`);
  const manifest = read.value;
  const root = await realpath(folder).catch(() => null);
  if (root === null) return refuse('its folder is gone: put it back');
  for (const file of manifest.files) {
    const problem = await findFileProblem(root, file);
    if (problem !== null) return refuse(problem);
  }
  return succeed({
    manifest,
    folder: root,
    weightsPath: path.join(root, manifest.files[0]?.path ?? MANIFEST_FILE),
    sha256: modelHash(manifest),
  });
}

async function readManifest(folder: string, name: string): Promise<Outcome<Manifest>> {
  const json = await readJson(path.join(folder, MANIFEST_FILE));
  if (!json.ok) return json;
  const checked = checkManifest(json.value);
  if (!checked.ok || checked.value.id === name) return checked;
  const { id } = checked.value;
  return fail('runtime-failed', `id is "${id}", the folder is called "${name}": give both one name`);
}

async function readModelReading(folder: string, id: string): Promise<ModelReading | null> {
  if (await hasNoManifest(folder)) return null;
  return { folder, id, outcome: await readModel(folder) };
}

async function listNames(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** False of one that may not be looked at: that may be a model, and nobody is to miss it unnoticed. */
async function hasNoManifest(folder: string): Promise<boolean> {
  return stat(path.join(folder, MANIFEST_FILE)).then(
    (stats) => !stats.isFile(),
    (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? ''),
  );
}

async function readJson(filePath: string): Promise<Outcome<unknown>> {
  const text = await readFile(filePath, 'utf8').then(succeed, failureToRead);
  if (!text.ok) return text;
  try {
    return succeed(parseJson(text.value));
  } catch (error) {
    return fail('runtime-failed', `not JSON (${errorMessage(error)}): mend it`);
  }
}

function failureToRead(error: unknown): Outcome<never> {
  const code = errorCode(error);
  if (code === 'ENOENT') return fail('runtime-failed', 'the file is missing: copy it there');
  return fail('runtime-failed', `the file cannot be read (${code ?? errorMessage(error)}): let Scanbench read it`);
}

/** What is wrong with a file that a manifest lists, or null. `root` is a real path, free of links. */
async function findFileProblem(root: string, file: Manifest['files'][number]): Promise<string | null> {
  if (path.isAbsolute(file.path)) return `${file.path}: the path is absolute, give it relative to the model's folder`;
  if (leaves(root, path.resolve(root, file.path)))
    return `${file.path}: the path leaves the model's folder: copy the file into it`;
  const found = await realpath(path.join(root, file.path)).then(succeed, failureToRead);
  if (!found.ok) return `${file.path}: ${found.failure.message}, or correct files in ${MANIFEST_FILE}`;
  const real = found.value;
  if (leaves(root, real)) return `${file.path}: the link leads out of the model's folder: copy the file into it`;
  const stats = await stat(real);
  if (!stats.isFile()) return `${file.path}: this is not a file`;
  if (stats.size !== file.bytes)
    return `${file.path}: ${stats.size} bytes, the manifest says ${file.bytes}${OTHER_FILE}`;
  const hashed = await hashFile(real).then(succeed, failureToRead);
  if (!hashed.ok) return `${file.path}: ${hashed.failure.message}`;
  return hashed.value === file.sha256
    ? null
    : `${file.path}: SHA-256 is ${hashed.value}, the manifest says ${file.sha256}${OTHER_FILE}`;
}

function leaves(root: string, target: string): boolean {
  const relative = path.relative(root, target);
  return relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
}

async function hashFile(filePath: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(filePath), hash);
  return hash.digest('hex');
}
