import type { Inspection } from '../domain/comparison/inspection.ts';
import type { LiveComparison } from '../domain/comparison/live-comparison.ts';
import type { Sample } from '../domain/scan/sample.ts';
import type { Technology } from '../domain/technology/technology.ts';
import { accessKey } from './access-key.ts';
import type { Answer, PicturedScan, RecordedInspection, WhoScreensSince } from './api-document.ts';
import { problemOf, UNREACHABLE } from './problems.ts';
import { mediaTypeOf, type ScanUpload } from './scan-files.ts';

const SAMPLE_SET = '/samples/smoke/';

/** Asks the service and reads its answer; a refusal, a lost connection and a broken body all become problems. */
export async function ask<Value>(
  path: string,
  read: (response: Response) => Promise<Value>,
  init: RequestInit = {},
): Promise<Answer<Value>> {
  try {
    const key = accessKey();
    const headers = new Headers(init.headers);
    if (key !== null) headers.set('authorization', `Bearer ${key}`);
    const response = await fetch(path, { ...init, headers });
    if (response.ok) return { ok: true, value: await read(response) };
    const body: unknown = await response.json().catch(() => null);
    return { ok: false, problem: problemOf(response.status, body, response.headers.get('retry-after')) };
  } catch {
    return { ok: false, problem: UNREACHABLE };
  }
}

/** The address of a file of the shipped sample set. */
export function sampleFileUrl(path: string): string {
  return SAMPLE_SET + path.split('/').map(encodeURIComponent).join('/');
}

/** Everything that can screen, the unavailable ones with their reason. */
export function fetchTechnologies(): Promise<Answer<readonly Technology[]>> {
  return ask('/v1/technologies', async (response) => {
    const body: { readonly items: readonly Technology[] } = await response.json();
    return body.items;
  });
}

/** Who screens what comes in now. */
export function fetchWhoScreens(): Promise<Answer<WhoScreensSince>> {
  return ask('/v1/lineup', (response) => response.json());
}

/** The shipped samples, in the order of their list. */
export function fetchSamples(): Promise<Answer<readonly Sample[]>> {
  return ask(`${SAMPLE_SET}samples.jsonl`, async (response) => {
    const lines = (await response.text()).split('\n').filter((line) => line.trim() !== '');
    // On trust: the service that gave this page gives the list, too.
    return lines.map((line): Sample => JSON.parse(line));
  });
}

/** The bytes of a picture on record. */
export function fetchPicture(address: string): Promise<Answer<Uint8Array<ArrayBuffer>>> {
  return ask(address, async (response) => new Uint8Array(await response.arrayBuffer()));
}

/** The bytes of one file of the shipped sample set. */
export function fetchSampleFile(path: string): Promise<Answer<Blob>> {
  return ask(sampleFileUrl(path), (response) => response.blob());
}

/** All files of a sample, named as the service wants its parts. */
export async function fetchSampleUpload(sample: Sample): Promise<Answer<ScanUpload<File>>> {
  const parts: { readonly name: string; readonly file: File }[] = [];
  for (const [view, energies] of Object.entries(sample.views)) {
    for (const [energy, path] of Object.entries(energies)) {
      const answer = await fetchSampleFile(path);
      if (!answer.ok) return answer;
      const name = `${view}.${energy}`;
      const type = mediaTypeOf({ name: path, type: '' });
      parts.push({ name, file: new File([answer.value], path.slice(path.lastIndexOf('/') + 1), { type }) });
    }
  }
  return { ok: true, value: { name: sample.id, kind: 'parts', parts } };
}

function bodyOf(upload: ScanUpload<File>): RequestInit {
  if (upload.kind === 'body') {
    return { body: upload.file, headers: { 'content-type': mediaTypeOf(upload.file) } };
  }
  const form = new FormData();
  for (const part of upload.parts) {
    form.append(part.name, new File([part.file], part.file.name, { type: mediaTypeOf(part.file) }));
  }
  return { body: form };
}

/** Screens a scan with the named technologies (none: the champion) and asks for maps and pictures in the answer. */
export function screenScan(upload: ScanUpload<File>, technologies: readonly string[]): Promise<Answer<PicturedScan>> {
  const query = new URLSearchParams({ maps: 'inline', images: 'inline' });
  for (const technology of technologies) query.append('technology', technology);
  const init = { method: 'POST', ...bodyOf(upload) };
  return ask(`/v1/scans?${query}`, (response): Promise<PicturedScan> => response.json(), init);
}

/** A scan on record, its pictures as addresses. */
export function readScan(scanId: string): Promise<Answer<PicturedScan>> {
  return ask(`/v1/scans/${encodeURIComponent(scanId)}`, (response): Promise<PicturedScan> => response.json());
}

/**
 * Puts on record what officers found in a scan, unless another version counts than the one that was seen (0: none): then
 * it fails with `precondition-failed`.
 */
export function saveInspection(
  scanId: string,
  inspection: Inspection,
  seenVersion: number,
): Promise<Answer<RecordedInspection>> {
  const condition = seenVersion === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${seenVersion}"` };
  const headers = { 'content-type': 'application/json', ...condition };
  const init = { method: 'PUT', headers, body: JSON.stringify(inspection) };
  return ask(`/v1/scans/${scanId}/inspection`, (response): Promise<RecordedInspection> => response.json(), init);
}

/** Two technologies on live scans; `query` is that of `GET /v1/comparison`. */
export function fetchComparison(query: URLSearchParams): Promise<Answer<LiveComparison>> {
  return ask(`/v1/comparison?${query}`, (response): Promise<LiveComparison> => response.json());
}
