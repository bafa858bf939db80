import type { Sample } from '../domain/scan/sample.ts';
import { fetchSampleUpload } from './api-client.ts';
import type { Answer } from './api-document.ts';
import { folderProblem, unreadableFile } from './problems.ts';
import type { ScanUpload } from './scan-files.ts';
import type { ScanSource } from './screened-scan.ts';

export function sampleSource(sample: Sample): ScanSource {
  return { name: sample.id, sample, canBeTriedAgain: true, prepare: () => fetchSampleUpload(sample) };
}

/** Files that were chosen: what is sent are their bytes as they are when their turn comes, if they are still the same files. */
export function fileSource(upload: ScanUpload<File>): ScanSource {
  return { name: upload.name, sample: null, canBeTriedAgain: true, prepare: () => readUpload(upload) };
}

/** A folder that was dropped: it cannot be sent, and who dropped it is told so in its turn. */
export function folderSource(name: string): ScanSource {
  const prepare = async () => ({ ok: false, problem: folderProblem(name) }) as const;
  return { name, sample: null, canBeTriedAgain: false, prepare };
}

async function readUpload(upload: ScanUpload<File>): Promise<Answer<ScanUpload<File>>> {
  if (upload.kind === 'body') {
    const file = await readFile(upload.file);
    return file.ok ? { ok: true, value: { ...upload, file: file.value } } : file;
  }
  const parts: { readonly name: string; readonly file: File }[] = [];
  for (const part of upload.parts) {
    const file = await readFile(part.file);
    if (!file.ok) return file;
    parts.push({ name: part.name, file: file.value });
  }
  return { ok: true, value: { ...upload, parts } };
}

/** The file with its bytes: a request that cannot read them fails as one that does not reach the service. */
async function readFile(file: File): Promise<Answer<File>> {
  try {
    return { ok: true, value: new File([await file.arrayBuffer()], file.name, { type: file.type }) };
  } catch {
    return { ok: false, problem: unreadableFile(file.name) };
  }
}
