import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Plane } from '../../domain/scan/plane.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { masksOf, picturesOf } from '../../domain/scan/sample-files.ts';
import type { ScanFile } from '../../domain/scan/view.ts';
import {
  isSampleSet,
  loadMask,
  loadSampleFiles,
  readSampleSet,
  recipeHint,
  SAMPLE_LINES_FILE,
} from '../../formats/sample-set.ts';
import { listPictures } from './list-pictures.ts';
import { groupScanInputs, readScanInput } from './scan-inputs.ts';
import { spreadOver } from './spread-over.ts';

/** One scan of a sample set, or of a folder of scans whose truth its owner vouches for. */
export interface ScanSource {
  readonly name: string;
  /** The folder, as it was named. */
  readonly folder: string;
  /** Null for a bare file, of which nothing is known. */
  readonly sample: Sample | null;
  /** Its pictures and masks on the disk. */
  readonly files: readonly string[];
  load(): Promise<Outcome<readonly ScanFile[]>>;
  /** The mask of the threat in a view; null where there is none. */
  loadMask(view: string): Promise<Outcome<Plane | null>>;
}

/** Which scans of the folders are wanted. */
export interface WantedScans {
  readonly folders: readonly string[];
  /** Samples of this split only; without it, where a set has a split `test`, of that, else of all. */
  readonly split?: string;
  /** Samples of these scanners only. */
  readonly scanners?: readonly string[];
  /** So many of each folder at most, spread over it, with its share of threats. */
  readonly limit?: number;
}

/**
 * The scans of folders, in a fixed order: those of the sample set where a folder is one, else its PNG, TIFF and JPEG
 * files. Fails with `not-found` where there is none, or none of a scanner that is wanted, with `conflict` where one folder is
 * named twice, and where a set cannot be read as `readSampleSet` does.
 */
export async function findScans({ folders, limit, ...wanted }: WantedScans): Promise<Outcome<readonly ScanSource[]>> {
  const all: ScanSource[] = [];
  const seen = new Set<string>();
  const seenScanners = new Set<string>();
  for (const folder of folders) {
    const place = await realpath(folder).catch(() => folder);
    if (seen.has(place)) {
      return fail('conflict', `${folder} is named twice: its scans would count twice, and all bounds be too narrow.`);
    }
    seen.add(place);
    const found = isSampleSet(folder) ? await findSamples(folder, wanted) : await findPictures(folder, wanted.scanners);
    if (!found.ok) return found;
    for (const { sample } of found.value) if (sample !== null) seenScanners.add(sample.scanner);
    all.push(...(limit === undefined ? found.value : spreadOver(found.value, limit, truthOf)));
  }
  const { scanners = [] } = wanted;
  const absent = scanners.filter((scanner) => !seenScanners.has(scanner));
  if (absent.length > 0) {
    return fail(
      'not-found',
      `There is no sample of ${absent.join(' or ')} in any set: check the name, or leave it out.`,
    );
  }
  return succeed(all);
}

async function findSamples(
  folder: string,
  { split, scanners }: Pick<WantedScans, 'split' | 'scanners'>,
): Promise<Outcome<readonly ScanSource[]>> {
  const set = await readSampleSet(folder);
  if (!set.ok) return set;
  const splits = distinct(set.value.samples.map((sample) => sample.split));
  const wanted = split ?? (splits.includes('test') ? 'test' : null);
  const ofSplit = set.value.samples.filter((sample) => wanted === null || sample.split === wanted);
  if (splits.length === 0) {
    return fail('not-found', `${folder} is a sample set without a sample: its ${SAMPLE_LINES_FILE} is empty.`);
  }
  if (ofSplit.length === 0) {
    return fail('not-found', `${folder} has no sample of the split "${wanted}"; it has: ${splits.join(', ')}.`);
  }
  const samples = ofSplit.filter(({ scanner }) => scanners === undefined || scanners.includes(scanner));
  if (samples.length === 0) {
    const there = distinct(ofSplit.map(({ scanner }) => scanner)).join(', ');
    return fail('not-found', `${folder} has no sample of ${scanners?.join(' or ')}; its scanners: ${there}.`);
  }
  return succeed(
    samples.map((sample) => ({
      name: `${folder}: ${sample.id}`,
      folder,
      sample,
      files: [...picturesOf(sample), ...masksOf(sample)].map((file) => join(folder, file)),
      load: () => loadSampleFiles(set.value, sample),
      loadMask: (view) => loadMask(set.value, sample, view),
    })),
  );
}

async function findPictures(
  folder: string,
  scanners: WantedScans['scanners'],
): Promise<Outcome<readonly ScanSource[]>> {
  const pictures = await listPictures(
    folder,
    `is no sample set (${SAMPLE_LINES_FILE}, or good and <defect> as in MVTec AD) and holds no PNG, TIFF or JPEG file`,
  );
  if (!pictures.ok) return fail(pictures.failure.code, pictures.failure.message + recipeHint(folder));
  if (scanners !== undefined) {
    return fail(
      'not-found',
      `${folder} is a folder of pictures, which say of no scanner that it made them: leave --scanner out, or name a sample set.`,
    );
  }
  return succeed(
    groupScanInputs(pictures.value.map((name) => join(folder, name))).map((input) => ({
      name: input.name,
      folder,
      sample: null,
      files: input.paths,
      load: () => readScanInput(input),
      loadMask: async () => succeed(null),
    })),
  );
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function truthOf({ sample }: ScanSource): string {
  return sample === null || sample.truth === 'benign' ? 'benign' : 'threat';
}
