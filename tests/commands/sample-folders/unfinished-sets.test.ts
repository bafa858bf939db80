import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { unfinishedSets } from '../../../src/commands/sample-folders/unfinished-sets.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const SMOKE = path.resolve('samples', 'smoke');

it('names sets that were broken off, by how many scans they have, and no others', async () => {
  const [synthesised, projected] = [await temporaryFolder(), await temporaryFolder()];
  const [first] = (await readFile(path.join(SMOKE, 'samples.jsonl'), 'utf8')).split('\n');
  for (const folder of [synthesised, projected]) await writeFile(path.join(folder, 'samples.jsonl'), `${first}\n`);
  await cp(path.join(SMOKE, 'recipe.json'), path.join(synthesised, 'recipe.json'));
  await writeFile(path.join(projected, 'tip.part'), 'digest\n');
  expect(await unfinishedSets([SMOKE, await temporaryFolder()])).toEqual([]);
  expect(await unfinishedSets([synthesised, projected])).toEqual([
    expect.stringMatching(/has 1 of \d+ scans of its recipe\.json.*synth --resume/),
    expect.stringMatching(/has 1 scan so far.*tip --resume/),
  ]);
});
