import { existsSync } from 'node:fs';
import path from 'node:path';
import { counted, countedOf } from '../../domain/language/counted.ts';
import { RECIPE_FILE, readSampleSet } from '../../formats/sample-set.ts';
import { readRecipe } from '../synth/sample-recipe.ts';
import { UNFINISHED_FILE } from '../tip/begin-tip-set.ts';

/**
 * A sentence on each sample set that was broken off while `synth` or `tip` made it: what is there can be read, and is not
 * all that was meant. Nothing of a folder that cannot be read: who reads its samples says so.
 */
export async function unfinishedSets(folders: readonly string[]): Promise<readonly string[]> {
  const sentences: string[] = [];
  for (const folder of folders) {
    const set = await readSampleSet(folder);
    if (!set.ok) continue;
    const count = set.value.samples.length;
    if (existsSync(path.join(folder, UNFINISHED_FILE))) {
      sentences.push(
        `${folder} is not finished: it has ${counted(count, 'scan')} so far. Go on with it with scanbench tip --resume.`,
      );
    }
    const recipe = await readRecipe(path.join(folder, RECIPE_FILE));
    const wanted = recipe.ok ? recipe.value.parts.reduce((sum, part) => sum + part.count, 0) : count;
    if (count < wanted) {
      sentences.push(
        `${folder} is not finished: it has ${countedOf(count, wanted, 'scan')} of its ${RECIPE_FILE}. Go on with it with scanbench synth --resume.`,
      );
    }
  }
  return sentences;
}
