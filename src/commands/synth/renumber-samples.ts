import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Sample } from '../../domain/scan/sample.ts';
import { masksOf, picturesOf } from '../../domain/scan/sample-files.ts';
import { SAMPLE_LINES_FILE, sampleLine } from '../../formats/sample-set.ts';
import { syncFolder } from '../../records/files/synced-files.ts';
import { replaceFile } from '../files/replace-file.ts';

/** Where pictures lie while their scans change numbers, so that none takes the place of another. */
export const ASIDE_FOLDER = 'renumbering';
const MASKS_FOLDER = 'masks';

/**
 * Gives samples of a folder the ids that `idOf` says: pictures, masks and lines. Pictures are put aside under their new
 * ids, then into place, and lines say after each step where they lie: after a crash the same call, with the same ids, goes
 * on where it ended.
 */
export async function renumberSamples(
  folder: string,
  samples: readonly Sample[],
  idOf: (sample: Sample) => string,
): Promise<readonly Sample[]> {
  const placed = samples.map((sample) => withId(sample, idOf(sample), ''));
  const isMoved = (index: number) => placeOf(samples[index]) !== placeOf(placed[index]);
  if (!placed.some((_, index) => isMoved(index))) return samples;
  const aside = placed.map((sample, index) =>
    isMoved(index) ? withId(sample, sample.id, `${ASIDE_FOLDER}/`) : sample,
  );
  await moveAll(folder, samples, aside);
  await moveAll(folder, aside, placed);
  await rm(path.join(folder, ASIDE_FOLDER), { recursive: true, force: true });
  return placed;
}

/** Moves what lies elsewhere than it should, and then writes the lines. */
async function moveAll(folder: string, from: readonly Sample[], to: readonly Sample[]): Promise<void> {
  const foldersOfNames = [folder, MASKS_FOLDER, ASIDE_FOLDER, path.join(ASIDE_FOLDER, MASKS_FOLDER)];
  for (const [index, sample] of from.entries()) {
    const targets = partsOf(to[index]);
    for (const [part, source] of partsOf(sample).entries()) await move(folder, source, targets[part] ?? source);
  }
  for (const name of foldersOfNames.map((each) => path.resolve(folder, each))) {
    if (existsSync(name)) await syncFolder(name);
  }
  await replaceFile(path.join(folder, SAMPLE_LINES_FILE), to.map(sampleLine).join(''));
}

/** Does nothing where the source is gone: it was moved before a crash. */
async function move(folder: string, source: string, target: string): Promise<void> {
  const [from, to] = [path.join(folder, source), path.join(folder, target)];
  if (from === to || !existsSync(from)) return;
  await rm(to, { recursive: true, force: true });
  await mkdir(path.dirname(to), { recursive: true });
  await rename(from, to);
}

/** What of a sample is moved in one piece: the folder of its pictures, and each mask. */
function partsOf(sample: Sample | undefined): readonly string[] {
  if (sample === undefined) return [];
  return [folderOf(sample), ...masksOf(sample)];
}

function placeOf(sample: Sample | undefined): string {
  return `${sample?.id}: ${partsOf(sample).join(' ')}`;
}

function folderOf(sample: Sample): string {
  const [first = sample.id] = picturesOf(sample);
  return path.posix.dirname(first);
}

/** The sample under an id, with its files where `writeSample` puts those of this id, below a folder. */
function withId(sample: Sample, id: string, below: string): Sample {
  const { views, truth } = sample;
  const relocated = (file: string) => `${below}${id}/${path.posix.basename(file)}`;
  const ofMask = (view: string) => `${below}${MASKS_FOLDER}/${id}.${view}.png`;
  return {
    ...sample,
    id,
    views: mapValues(views, (energies) => mapValues(energies, relocated)),
    ...(truth !== 'benign' &&
      truth.threat.masks !== undefined && {
        truth: {
          ...truth,
          threat: { ...truth.threat, masks: mapValues(truth.threat.masks, (_, view) => ofMask(view)) },
        },
      }),
  };
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
