import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { succeed } from '../../domain/failure.ts';
import { groupBy } from '../../domain/group-by.ts';
import { picturesOf } from '../../domain/sample-files.ts';
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
    for (const [place, { length: count }] of groupBy(strays, (picture) => path.dirname(picture))) {
      if (path.resolve(place) !== path.resolve(folder) && named.has(path.resolve(place))) continue;
      const pictures = count === 1 ? '1 picture takes' : `${count} pictures take`;
      sentences.push(
        `${place}: ${pictures} no part, neither in a folder that was named nor where the layout of MVTec AD has scans. Name the folder, too, where they should.`,
      );
    }
  }
  return sentences;
}

/** Pictures in or below a folder that are none of its scans, nor hidden, nor masks. */
async function strayPictures(folder: string): Promise<readonly string[]> {
  if (existsSync(path.join(folder, SAMPLE_LINES_FILE))) return [];
  const isLaidOut = isMvtecLayout(folder);
  const samples = isLaidOut ? await readMvtecLayout(folder) : succeed([]);
  if (!samples.ok) return [];
  const placeOf = (name: string) => realpath(path.join(folder, name)).catch(() => name);
  const taken = new Set(await Promise.all(samples.value.flatMap(picturesOf).map(placeOf)));
  const strays: string[] = [];
  for (const name of (await filesBelow(folder)).map((file) => path.relative(folder, file)).toSorted()) {
    const parts = name.split(path.sep);
    if (!isPictureName(name) || (!isLaidOut && parts.length === 1)) continue;
    if (parts.some((part) => part.startsWith('.') || (isLaidOut && part === MASKS_FOLDER))) continue;
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
