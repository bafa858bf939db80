import type { Sample } from '../../domain/scan/sample.ts';
import { mergePixelCounts } from '../../evaluation/pixels/merge-pixel-counts.ts';
import { type PixelCounts, startPixelCounts } from '../../evaluation/pixels/pixel-counts.ts';
import type { ScreenedScan } from '../sample-screening/screen-source.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import type { Condition } from './evaluation.ts';
import { type ScoredScan, scoredScan } from './scored-scan.ts';

/** What an evaluation has gathered, scan by scan. Plain data: it can be kept in a file. */
export interface ScreenedSoFar {
  readonly scans: ScoredScan[];
  /** As many as scans, in their order. */
  readonly samples: { readonly folder: string; readonly sample: Sample }[];
  /** By the place of a technology. */
  readonly pixels: Map<Condition, PixelCounts>[];
}

export function nothingSoFar(): ScreenedSoFar {
  return { scans: [], samples: [], pixels: [] };
}

/** Adds a screened scan; nothing where its truth is not known. */
export function addScreened(soFar: ScreenedSoFar, source: ScanSource, screened: ScreenedScan): void {
  const scan = scoredScan(source, screened);
  if (scan === null || source.sample === null) return;
  soFar.scans.push(scan);
  soFar.samples.push({ folder: source.folder, sample: source.sample });
  for (const [place, verdict] of screened.verdicts.entries()) {
    if (verdict.pixels === null) continue;
    const ofTechnology = soFar.pixels[place] ?? new Map<Condition, PixelCounts>();
    const counts = ofTechnology.get(scan.condition) ?? startPixelCounts();
    mergePixelCounts(counts, verdict.pixels);
    soFar.pixels[place] = ofTechnology.set(scan.condition, counts);
  }
}
