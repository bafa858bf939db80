import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { succeed } from '../../domain/failure.ts';
import { groupBy } from '../../domain/group-by.ts';
import { picturesOf } from '../../domain/sample-files.ts';
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
  const taken = new Set(samples.value.flatMap(picturesOf).map((picture) => path.normalize(picture)));
  const below = await readdir(folder, { recursive: true });
  return below
    .filter((name) => isPictureName(name) && !taken.has(name) && (isLaidOut || name.includes(path.sep)))
    .filter(
      (name) => !name.split(path.sep).some((part) => part.startsWith('.') || (isLaidOut && part === MASKS_FOLDER)),
    )
    .toSorted()
    .map((name) => path.join(folder, name));
}
