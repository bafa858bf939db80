import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { isSampleSet } from '../../formats/sample-set.ts';

/** No separator and no leading dot: a name never leaves the folders that it is sought in. */
const SET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * The folder of a sample set, by its name in one of some folders; the first that has it counts. Fails with
 * `malformed-request` and the names that there are.
 */
export async function findSampleSet(name: string, folders: readonly string[]): Promise<Outcome<string>> {
  const found = SET_NAME.test(name) ? folders.map((folder) => join(folder, name)).find(isSampleSet) : undefined;
  if (found !== undefined) return succeed(found);
  const names = (await listSampleSets(folders)).join(', ') || 'none';
  return fail('malformed-request', `There is no sample set ${JSON.stringify(name)}. There are: ${names}.`);
}

/** The names of all sample sets in some folders, each once. */
export async function listSampleSets(folders: readonly string[]): Promise<readonly string[]> {
  const names = (await Promise.all(folders.map(setsIn))).flat();
  return [...new Set(names)].toSorted();
}

async function setsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => SET_NAME.test(name) && isSampleSet(join(folder, name)));
}
