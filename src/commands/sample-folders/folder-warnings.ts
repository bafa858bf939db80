import { overlookedPictures } from '../samples/overlooked-pictures.ts';
import { unfinishedSets } from './unfinished-sets.ts';

/** What a reader must know of folders of scans before anything is made of them: what is missing in them, and what is left out. */
export async function folderWarnings(folders: readonly string[]): Promise<readonly string[]> {
  return [...(await unfinishedSets(folders)), ...(await overlookedPictures(folders))];
}
