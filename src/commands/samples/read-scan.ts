import { type Outcome, succeed } from '../../domain/failure.ts';
import type { ScanFile, View } from '../../domain/scan/view.ts';
import { decodeScan } from '../../formats/decode-scan.ts';
import type { ScanSource } from './find-scans.ts';
import { loadMasks, type Masks } from './threat-masks.ts';

/** A scan of a set, with the truth about it. */
export interface ReadScan {
  readonly files: readonly ScanFile[];
  readonly views: readonly View[];
  readonly masks: Masks;
}

/** Reads a scan and its masks. Fails with what is wrong with either: no technology is asked about such a scan. */
export async function readScan(source: ScanSource): Promise<Outcome<ReadScan>> {
  const files = await source.load();
  if (!files.ok) return files;
  const views = await decodeScan(files.value);
  if (!views.ok) return views;
  const masks = await loadMasks(source, views.value);
  return masks.ok ? succeed({ files: files.value, views: views.value, masks: masks.value }) : masks;
}
