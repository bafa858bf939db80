import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Sample } from '../domain/sample.ts';

/** The folder of benign scans, and the one of masks; every other folder of scans is named after a defect. */
const BENIGN_FOLDER = 'good';
const MASKS_FOLDER = 'ground_truth';
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
 * `ground_truth` says only which scans hold a threat.
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
  const ids = samples.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) {
    return fail('malformed-request', `${folder}: two scans would be called ${twice}; rename one of the files.`);
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
  const inside = path.posix.join(root, category);
  const samples: Sample[] = [];
  for (const name of await namesIn(path.join(folder, inside), 'files')) {
    const picture = `${inside}/${name}`;
    if (!PICTURE.test(name)) {
      return fail('malformed-request', `${picture} in ${folder} is no PNG, TIFF or JPEG: convert it or take it out.`);
    }
    const mask = category === BENIGN_FOLDER ? succeed(null) : findMask(folder, category, name);
    if (!mask.ok) return mask;
    const masks = mask.value === null ? {} : { masks: { [VIEW]: mask.value } };
    samples.push({
      id: idOf(split, category, name),
      views: { [VIEW]: { high: picture } },
      truth: category === BENIGN_FOLDER ? 'benign' : { threat: { category, ...masks } },
      cargo: 'unknown',
      scanner: 'unknown',
      provenance: { layout: 'mvtec-ad' },
      split,
    });
  }
  return succeed(samples);
}

/** The mask of a picture, relative to the set's folder; null where the set has no masks at all. */
function findMask(folder: string, category: string, picture: string): Outcome<string | null> {
  if (!existsSync(path.join(folder, MASKS_FOLDER))) return succeed(null);
  const stem = path.parse(picture).name;
  const candidates = [`${stem}_mask.png`, `${stem}.png`].map((name) => `${MASKS_FOLDER}/${category}/${name}`);
  const found = candidates.find((candidate) => existsSync(path.join(folder, candidate)));
  if (found !== undefined) return succeed(found);
  return fail(
    'malformed-request',
    `${folder}: ${category}/${picture} has no mask; put it at ${candidates[0]}, or leave ${MASKS_FOLDER} out.`,
  );
}

/** A name that is fit for a sample: whatever is none of its characters becomes a hyphen. */
function idOf(split: string, category: string, picture: string): string {
  return `${split}-${category}-${path.parse(picture).name}`.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 128);
}

async function namesIn(folder: string, kind: 'files' | 'folders'): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() === (kind === 'folders') && !LITTER.test(entry.name))
    .map(({ name }) => name)
    .toSorted();
}
