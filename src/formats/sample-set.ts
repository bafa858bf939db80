import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { conforms } from '../domain/language/conforms.ts';
import { errorCode } from '../domain/language/error-code.ts';
import { errorMessage } from '../domain/language/error-message.ts';
import { parseJson } from '../domain/language/parse-json.ts';
import { unreadable } from '../domain/language/unreadable.ts';
import { ENERGIES, type Plane } from '../domain/scan/plane.ts';
import type { Sample } from '../domain/scan/sample.ts';
import { masksOf, picturesOf } from '../domain/scan/sample-files.ts';
import { primaryPlane, type ScanFile } from '../domain/scan/view.ts';
import { decodeScan } from './decode-scan.ts';
import { isMvtecLayout, readMvtecLayout } from './mvtec-layout.ts';
import { SampleSchema } from './sample-schema.ts';
import { schemaError } from './schema-error.ts';

/** The file that makes a folder a sample set. */
export const SAMPLE_LINES_FILE = 'samples.jsonl';

/** Says how a simulated set is made: beside its lines, or alone until it is. */
export const RECIPE_FILE = 'recipe.json';

/** A folder of scans with their ground truth. */
export interface SampleSet {
  /** Absolute path of the set's folder. */
  readonly folder: string;
  readonly samples: readonly Sample[];
}

/** Whether a folder is a sample set of either kind, so that `readSampleSet` is the one to read it. */
export function isSampleSet(folder: string): boolean {
  return existsSync(path.join(folder, SAMPLE_LINES_FILE)) || isMvtecLayout(folder);
}

/**
 * Reads a sample set, written as lines or laid out as MVTec AD is; its pictures are read by `loadSampleFiles`. Fails with
 * `not-found` where the folder is neither or its lines cannot be read, and with `malformed-request` and the file, line and field of the first thing
 * that is wrong.
 */
export async function readSampleSet(folder: string): Promise<Outcome<SampleSet>> {
  const absolute = path.resolve(folder);
  const file = path.join(absolute, SAMPLE_LINES_FILE);
  const text = await readTextOrNull(file);
  if (!text.ok) return text;
  if (text.value !== null) return readLines(absolute, file, text.value);
  if (isMvtecLayout(absolute)) {
    const samples = await readMvtecLayout(absolute);
    return samples.ok ? succeed({ folder: absolute, samples: samples.value }) : samples;
  }
  return fail(
    'not-found',
    `${file} cannot be read: name a folder that holds a ${SAMPLE_LINES_FILE}, or one in the layout of MVTec AD (good, <defect>, ground_truth).${recipeHint(folder)}`,
  );
}

/** What helps where a folder holds the recipe of a set and not the set, as those of `samples` do; else empty. */
export function recipeHint(folder: string): string {
  const recipe = path.join(folder, RECIPE_FILE);
  if (!existsSync(recipe)) return '';
  return ` Its ${RECIPE_FILE} says how to make one: scanbench synth --recipe ${recipe} --out <folder>, and name that folder.`;
}

function readLines(folder: string, file: string, text: string): Outcome<SampleSet> {
  const samples: Sample[] = [];
  const ids = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const sample = parseSampleLine(line);
    if (!sample.ok) return fail('malformed-request', `${file}, line ${index + 1}: ${sample.failure.message}`);
    if (ids.has(sample.value.id)) {
      return fail(
        'malformed-request',
        `${file}, line ${index + 1}: id: ${sample.value.id} is there twice; ids must be unique.`,
      );
    }
    ids.add(sample.value.id);
    samples.push(sample.value);
  }
  return succeed({ folder, samples });
}

/** Reads a sample's pictures, energies named. Fails with `not-found`, naming the sample and the file that is missing. */
export async function loadSampleFiles(set: SampleSet, sample: Sample): Promise<Outcome<readonly ScanFile[]>> {
  const files: ScanFile[] = [];
  for (const [view, energies] of Object.entries(sample.views)) {
    for (const energy of ENERGIES) {
      const relative = energies[energy];
      if (relative === undefined) continue;
      const bytes = await readInside(set.folder, relative);
      if (!bytes.ok)
        return fail(bytes.failure.code, `Sample ${sample.id}, ${view}.${energy}: ${bytes.failure.message}`);
      files.push({ view, energy, declaredType: null, bytes: bytes.value });
    }
  }
  return succeed(files);
}

/**
 * Reads and decodes the mask of a sample's threat in a view; null where there is none. Fails with `not-found` where its
 * file is missing and with `unreadable-scan` where that is no picture, naming the sample.
 */
export async function loadMask(set: SampleSet, { id, truth }: Sample, view: string): Promise<Outcome<Plane | null>> {
  const relative = truth === 'benign' ? undefined : truth.threat.masks?.[view];
  if (relative === undefined) return succeed(null);
  const bytes = await readInside(set.folder, relative);
  if (!bytes.ok) return fail(bytes.failure.code, `Sample ${id}, mask of ${view}: ${bytes.failure.message}`);
  const views = await decodeScan([{ view, energy: null, declaredType: null, bytes: bytes.value }]);
  if (!views.ok) return fail(views.failure.code, `Sample ${id}, mask of ${view}: ${views.failure.message}`);
  const [mask] = views.value;
  return succeed(mask === undefined ? null : primaryPlane(mask.planes));
}

/** One line of `samples.jsonl`, with its end; its keys stand in the order in which they were put. */
export function sampleLine(sample: Sample): string {
  return `${JSON.stringify(sample)}\n`;
}

function parseSampleLine(line: string): Outcome<Sample> {
  let json: unknown;
  try {
    json = parseJson(line);
  } catch (error) {
    return fail('malformed-request', `not valid JSON (${errorMessage(error)}).`);
  }
  if (!conforms(SampleSchema, json)) {
    const error = schemaError(SampleSchema, json);
    return fail('malformed-request', `${error?.field || 'the line'}: ${error?.message ?? 'is not a sample'}.`);
  }
  const strange = strangeView(json);
  if (strange !== null) return fail('malformed-request', strange);
  for (const relative of [...picturesOf(json), ...masksOf(json)]) {
    if (!staysInside(relative)) {
      return fail(
        'malformed-request',
        `${JSON.stringify(relative)} leaves the set's folder; paths are relative to it.`,
      );
    }
  }
  return succeed(json);
}

/** Of which view the truth says where the threat is, though the sample has none of that name; null where it has all. */
function strangeView({ truth, views }: Sample): string | null {
  if (truth === 'benign') return null;
  const { masks = {}, boxes = {} } = truth.threat;
  for (const [field, byView] of Object.entries({ masks, boxes })) {
    const view = Object.keys(byView).find((name) => views[name] === undefined);
    if (view === undefined) continue;
    return `truth.threat.${field}.${view}: the sample has no view of that name; its views are ${Object.keys(views).join(', ')}.`;
  }
  return null;
}

/** Whether a path, as written, is relative and climbs out of no folder. Backslashes would climb on Windows only. */
function staysInside(relative: string): boolean {
  if (relative.includes('\\') || relative.includes('\0') || path.isAbsolute(relative)) return false;
  return !relative.split('/').includes('..');
}

/** Reads a file of the set, unless a symbolic link leads out of it. */
async function readInside(folder: string, relative: string): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  if (!staysInside(relative)) return fail('malformed-request', `${JSON.stringify(relative)} leaves the set's folder.`);
  try {
    const root = await realpath(folder);
    const file = await realpath(path.join(root, relative));
    if (!file.startsWith(root + path.sep))
      return fail('malformed-request', `${relative} is a link out of the set's folder: put the file itself there.`);
    const kind = await stat(file);
    // Reading a pipe waits for who writes into it, and a device may never end.
    if (!kind.isFile() && !kind.isDirectory())
      return fail('not-found', `${relative} is no file, but a pipe or a device: put the picture itself there.`);
    return succeed(new Uint8Array(await readFile(file)));
  } catch (error) {
    return fail('not-found', unreadable(relative, error, 'put the picture itself there'));
  }
}

/** Null where there is no such file; fails with `not-found` where there is one that cannot be read. */
async function readTextOrNull(file: string): Promise<Outcome<string | null>> {
  try {
    return succeed(await readFile(file, 'utf8'));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return succeed(null);
    return fail('not-found', unreadable(file, error, 'put the lines of the set there'));
  }
}
