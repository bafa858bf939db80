import type { Plane } from '../domain/plane.ts';
import type { Sample } from '../domain/sample.ts';
import { fetchSampleFile } from './api-client.ts';
import type { PicturedScan, PicturedView } from './api-document.ts';
import { bytesOfDataUri } from './data-uri.ts';
import { decodeGreyPng } from './png-grey.ts';
import type { ScanUpload } from './scan-files.ts';

/** One scan that this page screened, with what it was made from. */
export interface ScreenedScan {
  readonly id: string;
  readonly name: string;
  readonly scan: PicturedScan;
  readonly upload: ScanUpload<File>;
  /** Set where the scan is a shipped sample: then the truth is known. */
  readonly sample: Sample | null;
  /** From sending to having the answer, as this page saw it. */
  readonly roundTripMs: number;
}

async function decodeUri(uri: string | undefined): Promise<Plane | null> {
  const bytes = uri === undefined ? null : bytesOfDataUri(uri);
  if (bytes === null) return null;
  const outcome = await decodeGreyPng(bytes);
  return outcome.ok ? outcome.value : null;
}

/** A view's readings to the bit, or null where the answer has no picture that can be read. */
export function decodeView(view: PicturedView): Promise<Plane | null> {
  return decodeUri(view.image);
}

/** A technology's anomaly map of a view, or null where there is none. */
export function decodeMap(screened: ScreenedScan, screeningIndex: number, view: string): Promise<Plane | null> {
  return decodeUri(screened.scan.screenings[screeningIndex]?.anomalyMaps?.[view]);
}

/** The mask of a sample's threat in a view, or null where none is known. */
export async function decodeTruthMask(sample: Sample | null, view: string): Promise<Plane | null> {
  if (sample === null || sample.truth === 'benign') return null;
  const path = sample.truth.threat.masks?.[view];
  const answer = path === undefined ? null : await fetchSampleFile(path);
  if (answer === null || !answer.ok) return null;
  const outcome = await decodeGreyPng(new Uint8Array(await answer.value.arrayBuffer()));
  return outcome.ok ? outcome.value : null;
}
