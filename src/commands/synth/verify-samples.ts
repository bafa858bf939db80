import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { countedOf } from '../../domain/language/counted.ts';
import type { Energy, Plane } from '../../domain/scan/plane.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { decodeScan } from '../../formats/decode-scan.ts';
import { loadSampleFiles, RECIPE_FILE, readSampleSet, type SampleSet } from '../../formats/sample-set.ts';
import { type ScanOrder, simulateScan } from '../../simulator/simulate-scan.ts';
import { startProgress } from '../command-line/progress.ts';
import { hashPlane } from '../samples/hash-plane.ts';
import { listedHashes, planesDigest } from '../samples/planes-digest.ts';
import { holdAgainstRecipe } from './hold-against-recipe.ts';
import { planRecipe, readRecipe } from './sample-recipe.ts';

/** What `scanbench synth --verify` found in a set. */
export interface VerifiedSamples {
  readonly samples: number;
  /** Planes whose pixels were decoded from the set's pictures, and planes simulated anew because theirs are lossy. */
  readonly decodedPlanes: number;
  readonly simulatedPlanes: number;
  /** What all planes that the lines list come to; null where a line lists none. */
  readonly planesSha256: string | null;
  /** A sentence for each plane that is not what its line says, each picture that cannot be read, and for a set that is not what its recipe lists. */
  readonly faults: readonly string[];
}

/**
 * Recomputes the hash of every plane of a set and holds it against the one in its line. A plane in a lossless picture is
 * decoded; one in a JPEG is simulated anew by the recipe beside it, because its pixels before the export are in no file,
 * and must look like the JPEG. JPEGs beside which no recipe is, as `tip` writes them, cannot be verified: that is one fault, and
 * the rest is verified all the same. The hash over all planes must be the one that the recipe lists, where it lists one.
 * Fails where the lines cannot be read, or a recipe that is there.
 */
export async function verifySamples(folder: string): Promise<Outcome<VerifiedSamples>> {
  const set = await readSampleSet(folder);
  if (!set.ok) return set;
  const recipe = await readRecipe(path.join(folder, RECIPE_FILE));
  if (!recipe.ok && recipe.failure.code !== 'not-found' && set.value.samples.some(isLossy)) return recipe;
  const plan = recipe.ok ? planRecipe(recipe.value) : [];
  const orders = new Map<unknown, ScanOrder>(plan.map(({ order }) => [order.seed, order]));

  const counts = { decodedPlanes: 0, simulatedPlanes: 0 };
  const faults: string[] = [];
  let unknowable = 0;
  const progress = startProgress('verifying', set.value.samples.length);
  try {
    for (const sample of set.value.samples) {
      progress.advance();
      const decoded = await decodePlanes(set.value, sample);
      if (!decoded.ok) {
        faults.push(decoded.failure.message);
        continue;
      }
      if (isLossy(sample) && !recipe.ok) {
        unknowable++;
        continue;
      }
      const order = isLossy(sample) ? orders.get(sample.provenance['seed']) : undefined;
      if (isLossy(sample) && order === undefined) {
        faults.push(
          `${sample.id}: its seed is none of ${RECIPE_FILE}, so that its pixels before the export are not known.`,
        );
        continue;
      }
      const planes = order === undefined ? decoded.value : { side: simulateScan(order).planes };
      const hashes = hashesOf(planes);
      faults.push(...compare(sample, hashes));
      if (order !== undefined) faults.push(...compareLossy(sample, planes, decoded.value));
      counts[order === undefined ? 'decodedPlanes' : 'simulatedPlanes'] += Object.keys(hashes).length;
    }
  } finally {
    progress.stop();
  }
  const { samples } = set.value;
  const difference = recipe.ok ? holdAgainstRecipe(folder, samples, recipe.value) : null;
  if (difference !== null) faults.push(difference);
  if (unknowable > 0) faults.unshift(unknowableFault(unknowable, samples.length));
  return succeed({ samples: samples.length, ...counts, planesSha256: planesDigest(samples), faults });
}

type PlanesByView = Readonly<Record<string, Readonly<Partial<Record<Energy, Plane>>>>>;

/** The pixels of a JPEG before the export are what its line's hash is of. */
function unknowableFault(scans: number, all: number): string {
  return `${countedOf(scans, all, 'scan')} ${scans === 1 ? 'is a JPEG' : 'are JPEGs'}, and there is no ${RECIPE_FILE} to simulate them by: their pixels before the export are in no file, so they were read, but not verified. Sets of tip have no recipe; from benign scans in PNG or TIFF it makes one that can be verified.`;
}

function isLossy({ provenance }: Sample): boolean {
  return provenance['jpegQuality'] !== undefined;
}

async function decodePlanes(set: SampleSet, sample: Sample): Promise<Outcome<PlanesByView>> {
  const files = await loadSampleFiles(set, sample);
  if (!files.ok) return files;
  const views = await decodeScan(files.value);
  if (!views.ok) return fail(views.failure.code, `Sample ${sample.id}: ${views.failure.message}`);
  return succeed(Object.fromEntries(views.value.map(({ name, planes }) => [name, planes])));
}

function hashesOf(views: PlanesByView): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [view, planes] of Object.entries(views)) {
    if (planes.high !== undefined) hashes[`${view}.high`] = hashPlane(planes.high);
    if (planes.low !== undefined) hashes[`${view}.low`] = hashPlane(planes.low);
  }
  return hashes;
}

function compare(sample: Sample, found: Readonly<Record<string, string>>): readonly string[] {
  const listed = listedHashes(sample);
  return Object.entries(found).flatMap(([plane, hash]) => {
    if (listed[plane] === undefined) return [`${sample.id}, ${plane}: its line lists no hash.`];
    return listed[plane] === hash ? [] : [`${sample.id}, ${plane}: the pixels are not those that its line lists.`];
  });
}

/** JPEG at the lowest quality that display exports use changes a pixel by some 2 of 255 levels in the mean. */
const LOSSY_LEVELS = 6;

function compareLossy(sample: Sample, simulated: PlanesByView, decoded: PlanesByView): readonly string[] {
  return Object.entries(simulated).flatMap(([view, planes]) => {
    const [before, after] = [planes.high, decoded[view]?.high];
    if (before === undefined || after === undefined || before.samples.length !== after.samples.length) {
      return [`${sample.id}, ${view}.high: the picture has not the size of what the recipe simulates.`];
    }
    let sum = 0;
    for (let at = 0; at < before.samples.length; at++) {
      sum += Math.abs((before.samples[at] ?? 0) - (after.samples[at] ?? 0));
    }
    const isAlike = sum / before.samples.length < LOSSY_LEVELS;
    return isAlike ? [] : [`${sample.id}, ${view}.high: the JPEG does not show what the recipe simulates.`];
  });
}
