import { arch } from 'node:os';
import { countedOf } from '../../domain/language/counted.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { planesDigest } from '../samples/planes-digest.ts';
import { planRecipe, type SampleRecipe } from './sample-recipe.ts';

/** Why a set is not what its recipe lists, as a sentence; null where it is, or where the recipe lists no hash. */
export function holdAgainstRecipe(folder: string, samples: readonly Sample[], recipe: SampleRecipe): string | null {
  const { planesSha256: listed } = recipe;
  if (listed === undefined) return null;
  const wanted = planRecipe(recipe).length;
  if (samples.length < wanted) {
    return `${folder} has ${countedOf(samples.length, wanted, 'scan')} of its recipe: make the others with --recipe, --out and --resume.`;
  }
  const found = planesDigest(samples);
  if (found === listed) return null;
  return (
    `The planes of ${folder} come to ${found ?? 'no hash, because a scan lists none'}, but its recipe lists ${listed}. This machine or this build of Scanbench ` +
    `(Node.js ${process.version}, ${arch()}) simulates other pixels than the one that the hash comes from, or scans of another build were gone on with. ` +
    `Make the set in an empty folder with the release of the recipe; if it still differs, report the first line in which samples.jsonl differs from that of a machine that agrees. ` +
    `To keep the set as it is, take planesSha256 out of its recipe.`
  );
}
