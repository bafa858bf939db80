import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { parseJson } from '../../domain/language/parse-json.ts';
import { unreadable } from '../../domain/language/unreadable.ts';
import { RECIPE_FILE } from '../../formats/sample-set.ts';
import { schemaError } from '../../formats/schema-error.ts';
import { CARGO_NAMES } from '../../simulator/cargo/cargo-kinds.ts';
import { type PlannedScan, planSamples } from '../../simulator/plan-samples.ts';
import { SCANNER_PRESETS, type ScannerName } from '../../simulator/scanner-presets.ts';
import { SIMULATOR_VERSION } from '../../simulator/simulate-scan.ts';
import { readFileGiven } from '../files/read-file-given.ts';
import { closed, Share } from '../files/schema-parts.ts';

/** What helps whoever gave something else for a recipe, or wrote one wrong. */
const CURE = `a recipe says which scans make up a set, as samples/test/${RECIPE_FILE} shows and scanbench synth writes beside each set`;

/** Seeds of scenes are whole numbers below this. */
export const SCENE_SEEDS = 2 ** 31;

const scannerNames = Object.keys(SCANNER_PRESETS).filter((name): name is ScannerName => name in SCANNER_PRESETS);

const PartSchema = Type.Object(
  {
    scanner: Type.Enum(scannerNames),
    split: Type.String({ minLength: 1 }),
    count: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    firstSeed: Type.Integer({
      minimum: 0,
      maximum: SCENE_SEEDS - 1,
      description: 'Scan i of the part shows the scene with the seed firstSeed + i.',
    }),
    cargo: Type.Optional(Type.Enum([...CARGO_NAMES])),
    threatShare: Share,
    vehicleShare: Share,
  },
  closed,
);

/** `recipe.json`: the parts of a sample set, in the order of its lines. */
const RecipeSchema = Type.Object(
  {
    simulator: Type.Literal('scanbench'),
    version: Type.String({ description: 'Of the simulator: another one gives other pixels.' }),
    parts: Type.Array(PartSchema, { minItems: 1 }),
    planesSha256: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: 'What the set must come to: see `planesDigest`.' }),
    ),
  },
  closed,
);
export type SampleRecipe = Static<typeof RecipeSchema>;
export type RecipePart = Static<typeof PartSchema>;

/** One scan of a recipe: what to simulate, the split that it is for, and what it is called in the whole set. */
export interface RecipeOrder {
  readonly id: string;
  readonly order: PlannedScan;
  readonly split: string;
}

/**
 * Reads a recipe. Fails with `not-found` where the file cannot be read, and with `malformed-request` and the field where
 * it is no recipe, was made for another version of the simulator, or shows a scene twice.
 */
export async function readRecipe(file: string): Promise<Outcome<SampleRecipe>> {
  let text: string;
  try {
    text = (await readFileGiven(file)).toString();
  } catch (error) {
    return fail('not-found', unreadable(file, error, `name a ${RECIPE_FILE}`));
  }
  const recipe = parseRecipe(text);
  return recipe.ok ? recipe : fail(recipe.failure.code, `${file}: ${recipe.failure.message}`);
}

/** The scans of a recipe, in the order of the set's lines. */
export function planRecipe(recipe: SampleRecipe): readonly RecipeOrder[] {
  const scans = recipe.parts.flatMap(({ split, firstSeed, cargo = null, ...part }) =>
    planSamples({ ...part, cargo, seed: firstSeed }).map((order) => ({ split, order })),
  );
  const digits = Math.max(3, String(scans.length - 1).length);
  return scans.map((scan, number) => ({
    id: `${String(number).padStart(digits, '0')}-${scan.order.cargo}`,
    ...scan,
  }));
}

function parseRecipe(text: string): Outcome<SampleRecipe> {
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    return fail('malformed-request', `not valid JSON (${errorMessage(error)}); ${CURE}.`);
  }
  if (!Value.Check(RecipeSchema, json)) {
    const error = schemaError(RecipeSchema, json);
    return fail('malformed-request', `${error?.field || 'the recipe'}: ${error?.message ?? 'is no recipe'}; ${CURE}.`);
  }
  if (json.version !== SIMULATOR_VERSION) {
    return fail(
      'malformed-request',
      `version: made for version ${json.version} of the simulator; this is ${SIMULATOR_VERSION} and gives other pixels. Raise the number to make a new set.`,
    );
  }
  const twice = findSharedSeeds(json.parts);
  return twice === null ? succeed(json) : fail('malformed-request', twice);
}

/** Which two parts share seeds of scenes, as a sentence, or null. */
export function findSharedSeeds(parts: readonly RecipePart[]): string | null {
  const inOrder = parts.toSorted((a, b) => a.firstSeed - b.firstSeed);
  for (const [index, part] of inOrder.entries()) {
    const end = part.firstSeed + part.count;
    if (end > SCENE_SEEDS) return `parts: seeds ${part.firstSeed} and on run over ${SCENE_SEEDS}.`;
    const next = inOrder[index + 1];
    if (next !== undefined && next.firstSeed < end) {
      return `parts: seeds ${next.firstSeed} and on are in two parts; begin at ${end} or later.`;
    }
  }
  return null;
}
