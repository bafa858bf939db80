import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Records } from '../../src/records/open-records.ts';
import { openPictureStore } from '../../src/records/pictures/picture-store.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

/** Gives records without pictures a folder for them that a test can take away and bring back. */
export async function withMovablePictures(records: Records) {
  const folder = join(await temporaryFolder(), 'pictures');
  const away = `${folder}-away`;
  Object.assign(records, { pictureStore: await openPictureStore(folder, true) });
  return { folder, takeAway: () => rename(folder, away), bringBack: () => rename(away, folder) };
}
