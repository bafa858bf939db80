import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { succeed } from '../../domain/failure.ts';
import { groupBy } from '../../domain/language/group-by.ts';
import { masksOf, picturesOf } from '../../domain/scan/sample-files.ts';
import { isFolder } from '../../formats/is-folder.ts';
import { isMvtecLayout, MASKS_FOLDER, readMvtecLayout } from '../../formats/mvtec-layout.ts';
import { SAMPLE_LINES_FILE } from '../../formats/sample-set.ts';
import { isPictureName } from './scan-inputs.ts';

/**
 * A sentence on each folder in or below those named whose pictures take no part: folders in a folder of scans are not looked
 * into, nor what lies elsewhere than the layout of MVTec AD has scans. A set that lists its samples says itself what it
 * holds. Nothing of a folder that cannot be read: who reads its scans says so.
 */
export async function overlookedPictures(folders: readonly string[]): Promise<readonly string[]> {
  const named = new Set(folders.map((folder) => path.resolve(folder)));
  const sentences: string[] = [];
  for (const folder of folders) {
    const strays = await strayPictures(folder).catch(() => []);
    for (const [place, [first = '', ...others]] of groupBy(strays, (picture) => path.dirname(picture))) {
      const count = 1 + others.length;
      if (path.resolve(place) !== path.resolve(folder) && named.has(path.resolve(place))) continue;
      sentences.push(`${place}: ${isOfMasks(folder, place) ? lostMasks(first, count) : lostPictures(count)}`);
    }
  }
  return sentences;
}

function lostPictures(count: number): string {
  const pictures = count === 1 ? '1 picture takes' : `${count} pictures take`;
  return `${pictures} no part, neither in a folder that was named nor where the layout of MVTec AD has scans. Name the folder, too, where they should.`;
}

function lostMasks(first: string, count: number): string {
  const masks =
    count === 1
      ? `1 mask takes no part, ${path.basename(first)}`
      : `${count} masks take no part, such as ${path.basename(first)}`;
  return `${masks}: no scan with a threat is called so, or it has another mask. Name it <scan>_mask.png, in the folder of the scan's defect, or take it out.`;
}

/** Whether a folder in or below a set holds its masks. */
function isOfMasks(set: string, folder: string): boolean {
  return isMvtecLayout(set) && path.relative(set, folder).split(path.sep).includes(MASKS_FOLDER);
}

/** Pictures in or below a folder that are none of its scans nor masks, nor hidden. */
async function strayPictures(folder: string): Promise<readonly string[]> {
  if (existsSync(path.join(folder, SAMPLE_LINES_FILE))) return [];
  const isLaidOut = isMvtecLayout(folder);
  const samples = isLaidOut ? await readMvtecLayout(folder) : succeed([]);
  if (!samples.ok) return [];
  const placeOf = (name: string) => realpath(path.join(folder, name)).catch(() => name);
  const taken = new Set(
    await Promise.all(samples.value.flatMap((sample) => [...picturesOf(sample), ...masksOf(sample)]).map(placeOf)),
  );
  const strays: string[] = [];
  for (const name of (await filesBelow(folder)).map((file) => path.relative(folder, file)).toSorted()) {
    const parts = name.split(path.sep);
    if (!isPictureName(name) || (!isLaidOut && parts.length === 1)) continue;
    if (parts.some((part) => part.startsWith('.'))) continue;
    if (!taken.has(await placeOf(name))) strays.push(path.join(folder, name));
  }
  return strays;
}

/** Files in or below a folder, also by links, but in each folder once: links may lead back to where they are. */
async function filesBelow(folder: string, been = new Set<string>()): Promise<readonly string[]> {
  const place = await realpath(folder);
  if (been.has(place)) return [];
  been.add(place);
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (isFolder(entry)) files.push(...(await filesBelow(file, been)));
    else files.push(file);
  }
  return files;
}
