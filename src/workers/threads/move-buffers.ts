import type { DrawJob } from '../../domain/screening/draw-job.ts';
import type { ScanJob } from '../../domain/screening/scan-job.ts';
import type { ThreadReply } from '../messages.ts';

/**
 * The job with bytes that may be moved away. Node cuts small Buffers out of a slab that other code still uses: moving
 * one would take the slab along, so what lies in a larger buffer of slab size is copied, once. It is at most 8 KiB.
 *
 * Throws a TypeError where bytes were moved away before. Node 20 would post them without a word, the thread could not
 * read the message, and it would wait for ever.
 */
export function ownBytes(job: ScanJob): ScanJob {
  return { ...job, files: job.files.map((file) => ({ ...file, bytes: ownBody(file.bytes) })) };
}

/** The same for one body. */
export function ownBody(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  // Empty bytes and bytes that were moved away look the same, but only the empty ones can be copied.
  return liesInSlab(bytes) || bytes.byteLength === 0 ? bytes.slice() : bytes;
}

/** The same for a view that is to be drawn. */
export function ownDrawing({ files, findings }: DrawJob): DrawJob {
  const mapPng = findings?.mapPng ?? null;
  return {
    files: files.map((file) => ({ ...file, bytes: ownBody(file.bytes) })),
    findings: findings === null ? null : { ...findings, mapPng: mapPng === null ? null : ownBody(mapPng) },
  };
}

/** The buffers of a view that is to be drawn, each once. */
export function buffersOfDrawing({ files, findings }: DrawJob): readonly ArrayBuffer[] {
  const mapPng = findings?.mapPng ?? null;
  return [...new Set([...files.map(({ bytes }) => bytes.buffer), ...(mapPng === null ? [] : [mapPng.buffer])])];
}

/** The buffers of a job, each once: several files of one multipart body may lie in the same one. */
export function buffersOfJob(job: ScanJob): readonly ArrayBuffer[] {
  return [...new Set(job.files.map((file) => file.bytes.buffer))];
}

/** The buffers of the files and pictures in a reply, each once. */
export function buffersOfReply(reply: ThreadReply): readonly ArrayBuffer[] {
  if (!reply.ok) return [];
  const { files, results, viewPngs } = reply.value;
  const pictures = [...viewPngs, ...results.flatMap((result) => result.anomalyMapPngs)];
  return [...new Set([...files.map(({ bytes }) => bytes.buffer), ...pictures.map(({ png }) => png.buffer)])];
}

function liesInSlab(bytes: Uint8Array<ArrayBuffer>): boolean {
  return bytes.byteLength < bytes.buffer.byteLength && bytes.buffer.byteLength <= Buffer.poolSize;
}
