import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { unreadable } from '../../domain/language/unreadable.ts';
import { energyInName } from '../../domain/scan/energy-in-name.ts';
import type { Energy } from '../../domain/scan/plane.ts';
import type { ScanFile } from '../../domain/scan/view.ts';
import { readFileGiven } from '../files/read-file-given.ts';

/** One scan on disk: a single file, or the `high` and `low` files of a dual-energy view. */
export interface ScanInput {
  /** What tables and output files call it: the path less the energy and the extension. */
  readonly name: string;
  readonly paths: readonly string[];
}

const DECLARED_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** Whether a file's name says that it is a picture of a kind that can be screened. */
export function isPictureName(path: string): boolean {
  return DECLARED_TYPES[extname(path).toLowerCase()] !== undefined;
}

/** Groups files into scans: `a.high.png` and `a.low.png` (also `a_high`, `a-high`) of one folder are one scan. */
export function groupScanInputs(paths: readonly string[]): readonly ScanInput[] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const { stem } = splitEnergy(path);
    const key = join(dirname(path), stem);
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return [...groups].map(([name, members]) => ({ name, paths: members }));
}

/** File systems take 255 bytes; the rest is for the technology, a number and the extension. */
const OUTPUT_NAME_BYTES = 150;

/**
 * A file name for each scan's output: its path below the folder that all inputs share, with hyphens for separators, so
 * that `a/side.high.png` and `b/side.high.png` do not overwrite each other. Of one that is longer than a file may be called the
 * end stands. Of several that come to one name, as `a/b.png` and `a-b.png`, all but the first get a number.
 */
export function outputNames(inputs: readonly ScanInput[]): ReadonlyMap<ScanInput, string> {
  const folders = inputs.map((input) => resolve(dirname(input.name)).split(sep));
  const [first = []] = folders;
  const differsAt = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part));
  const shared = differsAt === -1 ? first.length : differsAt;
  const wanted = inputs.map((input) => endOf(resolve(input.name).split(sep).slice(shared).join('-')));
  const taken = new Set(wanted);
  return new Map(
    inputs.map((input, place) => {
      const name = wanted[place] ?? '';
      return [input, wanted.indexOf(name) === place ? name : numbered(name, taken)];
    }),
  );
}

function endOf(name: string): string {
  const characters = [...name];
  while (Buffer.byteLength(characters.join('')) > OUTPUT_NAME_BYTES) characters.shift();
  return characters.join('');
}

/** The name with the first number that no other has; it is taken from then on. */
function numbered(name: string, taken: Set<string>): string {
  let number = 2;
  while (taken.has(`${name}-${number}`)) number++;
  taken.add(`${name}-${number}`);
  return `${name}-${number}`;
}

/** Reads the files of one scan as the view `side`; a file that cannot be read is named with the reason. */
export async function readScanInput(input: ScanInput): Promise<Outcome<readonly ScanFile[]>> {
  const twins = input.paths.filter((path, place) =>
    input.paths.some((other, at) => at !== place && splitEnergy(other).energy === splitEnergy(path).energy),
  );
  if (twins.length > 0) {
    const named = twins.map((path) => basename(path)).join(' and ');
    return fail(
      'malformed-request',
      `${named} have one name, and so would be one plane of one scan: rename all but one, or take them away.`,
    );
  }
  const files: ScanFile[] = [];
  for (const path of input.paths) {
    try {
      const bytes = new Uint8Array(await readFileGiven(path));
      const { energy } = splitEnergy(path);
      files.push({
        view: 'side',
        // One called high may be a TIFF that holds both, which a part of one energy may not.
        energy: input.paths.length > 1 || energy === 'low' ? energy : null,
        declaredType: DECLARED_TYPES[extname(path).toLowerCase()] ?? null,
        bytes,
      });
    } catch (error) {
      return fail('not-found', unreadable(path, error, `name the pictures in it, e.g. ${join(path, '*.png')}`));
    }
  }
  return succeed(files);
}

function splitEnergy(path: string): { readonly stem: string; readonly energy: Energy | null } {
  if (!isPictureName(path)) return { stem: basename(path), energy: null };
  const name = basename(path, extname(path));
  return energyInName(name) ?? { stem: name, energy: null };
}
