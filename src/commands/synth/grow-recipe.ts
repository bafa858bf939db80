import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { counted } from '../../domain/language/counted.ts';
import type { RecipePart, SampleRecipe } from './sample-recipe.ts';

/**
 * The recipe with so many scans of each part at most: the first ones of a part do not depend on how many follow. What all
 * planes come to is known of the whole set alone.
 */
export function limitRecipe(recipe: SampleRecipe, limit: number): SampleRecipe {
  if (recipe.parts.every(({ count }) => count <= limit)) return recipe;
  const { planesSha256: _, parts, ...others } = recipe;
  return { ...others, parts: parts.map((part) => ({ ...part, count: Math.min(limit, part.count) })) };
}

const FACTS = [
  'scanner',
  'split',
  'firstSeed',
  'cargo',
  'threatShare',
  'vehicleShare',
] as const satisfies readonly Exclude<keyof RecipePart, 'count'>[];

/**
 * Whether what a recipe made is the beginning of what another makes: the same parts, with as many scans or more in each.
 * Fails with `conflict` and the first part that is not so.
 */
export function growsFrom(before: SampleRecipe, recipe: SampleRecipe): Outcome<null> {
  if (before.parts.length !== recipe.parts.length) {
    return otherRecipe(`it has ${counted(before.parts.length, 'part')}, not ${recipe.parts.length}`);
  }
  for (const [index, part] of recipe.parts.entries()) {
    const begun = before.parts[index] ?? part;
    const fact = FACTS.find((name) => begun[name] !== part[name]);
    if (fact !== undefined) {
      return otherRecipe(`part ${index + 1} has ${fact} ${begun[fact] ?? 'open'}, not ${part[fact] ?? 'open'}`);
    }
    if (part.count < begun.count) {
      return fail(
        'conflict',
        `was begun with ${counted(begun.count, 'scan')} of part ${index + 1}, and now ${part.count} ${part.count === 1 ? 'is' : 'are'} asked for. Nothing is taken out of a set: ask for as many or more (--limit, --count, or "count" in the recipe), or name a new folder.`,
      );
    }
  }
  return succeed(null);
}

function otherRecipe(difference: string): Outcome<null> {
  return fail('conflict', `was begun by another recipe (${difference}): name a new folder.`);
}
