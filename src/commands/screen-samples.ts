import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Sample } from '../domain/sample.ts';
import type { ScanResult } from '../domain/scan-result.ts';
import type { ScanFile } from '../domain/view.ts';
import { isSampleSet, loadSampleFiles, readSampleSet, SAMPLE_LINES_FILE } from '../formats/sample-set.ts';
import type { Detector } from '../inference/detector.ts';
import { screen } from '../inference/screen.ts';
import { startProgress } from './progress.ts';
import { groupScanInputs, isPictureName, readScanInput } from './scan-inputs.ts';

/** One scan of a sample set, or of a folder of scans whose truth its owner vouches for. */
export interface ScanSource {
  readonly name: string;
  /** Null for a bare file, of which nothing is known. */
  readonly sample: Sample | null;
  load(): Promise<Outcome<readonly ScanFile[]>>;
}

export interface ScreenedSource {
  readonly source: ScanSource;
  readonly result: ScanResult;
}

/**
 * The scans of a folder, in a fixed order: those of its sample set where it is one, else its PNG, TIFF and JPEG files.
 * Fails with `not-found` where there is none, and where the set cannot be read as `readSampleSet` does.
 */
export async function findScans(folder: string): Promise<Outcome<readonly ScanSource[]>> {
  if (isSampleSet(folder)) {
    const set = await readSampleSet(folder);
    if (!set.ok) return set;
    return succeed(
      set.value.samples.map((sample) => ({
        name: `${folder}: ${sample.id}`,
        sample,
        load: () => loadSampleFiles(set.value, sample),
      })),
    );
  }
  const names = await readdir(folder).catch(() => []);
  const pictures = names.filter(isPictureName).toSorted();
  if (pictures.length === 0) {
    return fail(
      'not-found',
      `${folder} is no sample set (${SAMPLE_LINES_FILE}, or MVTec AD's good, <defect>) and holds no PNG, TIFF or JPEG file.`,
    );
  }
  return succeed(
    groupScanInputs(pictures.map((name) => join(folder, name))).map((input) => ({
      name: input.name,
      sample: null,
      load: () => readScanInput(input),
    })),
  );
}

/** Screens each scan with each detector, one after the other. Stops at the first that fails, and names it. */
export async function screenSources(
  sources: readonly ScanSource[],
  detectors: ReadonlyMap<string, Detector>,
): Promise<Outcome<readonly ScreenedSource[]>> {
  const technologies = [...detectors.keys()];
  const screened: ScreenedSource[] = [];
  const progress = startProgress('screening', sources.length);
  try {
    for (const source of sources) {
      const files = await source.load();
      if (!files.ok) return files;
      const result = await screen({ files: files.value, technologies, maps: 'none', images: 'none' }, detectors);
      if (!result.ok) return fail(result.failure.code, `${source.name}: ${result.failure.message}`);
      screened.push({ source, result: result.value });
      progress.advance();
    }
  } finally {
    progress.stop();
  }
  return succeed(screened);
}
