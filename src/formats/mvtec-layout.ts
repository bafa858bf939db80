import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Sample } from '../domain/scan/sample.ts';
import { picturesOf } from '../domain/scan/sample-files.ts';
import { isFolder } from './is-folder.ts';
import { type NamedScan, pairEnergies } from './pair-energies.ts';
import { LONGEST_ID } from './sample-schema.ts';

/** The folder of benign scans, and the one of masks; every other folder of scans is named after a defect. */
const BENIGN_FOLDER = 'good';
export const MASKS_FOLDER = 'ground_truth';
const SPLITS = ['train', 'test'] as const;

const PICTURE = /\.(?:png|tiff?|jpe?g)$/i;
/** Files that file managers leave behind. */
const LITTER = /^(?:\.|Thumbs\.db$|desktop\.ini$)/i;
/** Scans have one view here, and it has no name. */
const VIEW = 'side';

/** Whether a folder is laid out as MVTec AD is, in whole (`test/good`) or as one of its splits (`good`). */
export function isMvtecLayout(folder: string): boolean {
  const has = (...names: readonly string[]) => existsSync(path.join(folder, ...names));
  return has(BENIGN_FOLDER) || SPLITS.some((split) => has(split, BENIGN_FOLDER)) || (has('test') && has(MASKS_FOLDER));
}

/**
 * The samples of a folder in the layout of MVTec AD (Bergmann et al. 2019, doi:10.1109/CVPR.2019.00982):
 * `train/good`, `test/good`, `test/<defect>` and `ground_truth/<defect>/<name>_mask.png`, or the bare `good`,
 * `<defect>`, `ground_truth` of one split, which counts as `test`. The defect is the threat's category. A set without
 * `ground_truth` says only which scans hold a threat. A scan of two energies is `<name>_high` beside `<name>_low`; either may be alone.
 *
 * Fails with `malformed-request` and the file where one is no picture, a mask is missing, or two scans would be called
 * the same; with `not-found` where there is no scan at all.
 */
export async function readMvtecLayout(folder: string): Promise<Outcome<readonly Sample[]>> {
  const samples: Sample[] = [];
  for (const { split, path: root } of splitsOf(folder)) {
    for (const category of await namesIn(path.join(folder, root), 'folders')) {
      if (category === MASKS_FOLDER) continue;
      const group = await readGroup(folder, { split, root, category });
      if (!group.ok) return group;
      samples.push(...group.value);
    }
  }
  if (samples.length === 0) {
    return fail(
      'not-found',
      `${folder} is laid out as MVTec AD is, but holds no picture: put scans into ${BENIGN_FOLDER}.`,
    );
  }
  const byId = new Map<string, Sample>();
  for (const sample of samples) {
    const other = byId.get(sample.id);
    if (other !== undefined) {
      return fail(
        'malformed-request',
        `${folder}: ${picturesOf(other)[0]} and ${picturesOf(sample)[0]} would both be called ${sample.id}; rename one of the files.`,
      );
    }
    byId.set(sample.id, sample);
  }
  return succeed(samples);
}

interface Group {
  readonly split: string;
  /** The split's folder, relative to the set's. */
  readonly root: string;
  readonly category: string;
}

function splitsOf(folder: string): readonly { readonly split: string; readonly path: string }[] {
  const there = SPLITS.filter((split) => existsSync(path.join(folder, split)));
  return there.length > 0 ? there.map((split) => ({ split, path: split })) : [{ split: 'test', path: '' }];
}

async function readGroup(folder: string, { split, root, category }: Group): Promise<Outcome<readonly Sample[]>> {
  // Where a file system does not tell Good from good, either may have been typed: its scans would pass for threats.
  const isBenign = category.toLowerCase() === BENIGN_FOLDER;
  const inside = path.posix.join(root, category);
  const samples: Sample[] = [];
  const names = await namesIn(path.join(folder, inside), 'files');
  const foreign = names.find((name) => !PICTURE.test(name));
  if (foreign !== undefined) {
    return fail(
      'malformed-request',
      `${inside}/${foreign} in ${folder} is no PNG, TIFF or JPEG: convert it or take it out.`,
    );
  }
  for (const { stem, pictures } of pairEnergies(names)) {
    const mask = isBenign ? succeed(null) : findMask(folder, { category, inside }, { stem, pictures });
    if (!mask.ok) return mask;
    const masks = mask.value === null ? {} : { masks: { [VIEW]: mask.value } };
    const { high, low } = pictures;
    const energies = {
      ...(high !== undefined && { high: `${inside}/${high}` }),
      ...(low !== undefined && { low: `${inside}/${low}` }),
    };
    samples.push({
      id: idOf(split, category, stem),
      views: { [VIEW]: energies },
      truth: isBenign ? 'benign' : { threat: { category, ...masks } },
      cargo: 'unknown',
      scanner: 'unknown',
      provenance: { layout: 'mvtec-ad' },
      split,
    });
  }
  return succeed(samples);
}

/** The mask of a picture, relative to the set's folder; null where the set has no masks at all. */
function findMask(
  folder: string,
  { category, inside }: { readonly category: string; readonly inside: string },
  { stem, pictures }: NamedScan,
): Outcome<string | null> {
  if (!existsSync(path.join(folder, MASKS_FOLDER))) return succeed(null);
  const picture = pictures.high ?? pictures.low;
  const stems = [stem, path.parse(picture).name];
  const candidates = stems.flatMap((name) =>
    [`${name}_mask.png`, `${name}.png`, `${name}_mask.PNG`, `${name}.PNG`].map(
      (file) => `${MASKS_FOLDER}/${category}/${file}`,
    ),
  );
  const found = candidates.find((candidate) => existsSync(path.join(folder, candidate)));
  if (found !== undefined) return succeed(found);
  return fail(
    'malformed-request',
    `${folder}: ${inside}/${picture} has no mask; put it at ${candidates[0]}, or leave ${MASKS_FOLDER} out.`,
  );
}

const HASH_DIGITS = 8;

/**
 * A name that is fit for a sample: whatever is none of its characters becomes a hyphen. Names of other alphabets, and long
 * ones, would become the same: a hash of the whole name keeps them apart.
 */
function idOf(split: string, category: string, stem: string): string {
  const name = `${split}-${category}-${stem}`.normalize('NFC');
  const id = name.replaceAll(/[^A-Za-z0-9._-]/gu, '-');
  if (id.length <= LONGEST_ID && /^[\x20-\x7e]*$/.test(name)) return id;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_DIGITS);
  return `${id.slice(0, LONGEST_ID - HASH_DIGITS - 1)}-${hash}`;
}

async function namesIn(folder: string, kind: 'files' | 'folders'): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => isFolder(entry) === (kind === 'folders') && !LITTER.test(entry.name))
    .map(({ name }) => name)
    .toSorted();
}
