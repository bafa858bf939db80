import type { Plane } from '../domain/scan/plane.ts';
import type { Sample } from '../domain/scan/sample.ts';
import { fetchPicture, fetchSampleFile } from './api-client.ts';
import type { Answer, PicturedView } from './api-document.ts';
import { bytesOfDataUri } from './data-uri.ts';
import { viewAddress } from './history/picture-addresses.ts';
import { decodeGreyPng } from './png-grey.ts';
import { NO_PICTURE, pictureProblem } from './problems.ts';
import type { ScreenedScan } from './screened-scan.ts';

/** The bytes that a data URI brings along, or those at an address of the service. */
async function bytesOf(uri: string): Promise<Answer<Uint8Array<ArrayBuffer>>> {
  if (uri.startsWith('data:')) {
    const value = bytesOfDataUri(uri);
    return value === null ? { ok: false, problem: NO_PICTURE } : { ok: true, value };
  }
  const answer = await fetchPicture(uri);
  return answer.ok ? answer : { ok: false, problem: pictureProblem(answer.problem) };
}

async function decodePicture(uri: string): Promise<Answer<Plane>> {
  const bytes = await bytesOf(uri);
  if (!bytes.ok) return bytes;
  const outcome = await decodeGreyPng(bytes.value);
  return outcome.ok ? outcome : { ok: false, problem: NO_PICTURE };
}

/** A view's readings to the bit; from the records, where the answer has no picture of it. */
export function decodeView(scanId: string, view: PicturedView): Promise<Answer<Plane>> {
  return decodePicture(view.image ?? viewAddress(scanId, view.name));
}

/** A technology's anomaly map of a view, or null where there is none. */
export async function decodeMap(screened: ScreenedScan, screeningIndex: number, view: string): Promise<Plane | null> {
  const uri = screened.scan.screenings[screeningIndex]?.anomalyMaps?.[view];
  const answer = uri === undefined ? null : await decodePicture(uri);
  return answer?.ok === true ? answer.value : null;
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
