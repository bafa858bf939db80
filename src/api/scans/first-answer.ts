import type { FastifyReply } from 'fastify';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import { findNamedRequest, type NamedRequest, nameRequest } from '../../records/scans/idempotency.ts';
import { refuse } from '../problems/errors.ts';
import { anomalyMapAddress, pngDataUri } from '../scan-document.ts';
import type { ScanQuery } from '../schemas/scan-query.ts';
import type { Upload } from '../upload/upload.ts';
import type { Passage, ScanServices } from './passage.ts';
import { refuseUnanswered } from './refuse-unanswered.ts';

/** Printable characters, as RFC 9110 has them in a field; quotes around are part of some clients' habit, not of the key. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The name that the sender gave a request with `Idempotency-Key`, or null without one. What decides the answer goes into
 * the fingerprint; the boundary of a multipart body does not, which clients choose anew for each try. Fails with
 * `malformed-request`.
 */
export function namedRequest(
  key: string | undefined,
  port: string,
  { technology = [], maps, images }: ScanQuery,
  { files, metadata }: Upload,
): Outcome<NamedRequest | null> {
  if (key === undefined) return succeed(null);
  if (!KEY.test(key)) {
    return fail(
      'malformed-request',
      'An Idempotency-Key has 1 to 255 printable characters without spaces, e.g. a UUID.',
    );
  }
  if (images === 'inline') {
    const message = 'images=inline is not kept, so a retry could not answer it: leave out images or Idempotency-Key.';
    return fail('malformed-request', message);
  }
  const parts = [JSON.stringify({ technology, maps, metadata })];
  const pictures = files.flatMap(({ view, energy, declaredType, bytes }) => [
    JSON.stringify({ view, energy, declaredType }),
    bytes,
  ]);
  return succeed(nameRequest(port, key, [...parts, ...pictures]));
}

/** An answer that was given before. */
export interface FirstAnswer {
  readonly scanId: string;
  readonly isQueued: boolean;
  /** The scan document as JSON text. */
  readonly json: string;
}

/**
 * How a request of this name was answered first, or null where the name is new. Fails with `conflict` where the name
 * stands for another request.
 */
export async function findFirstAnswer(
  records: Records,
  named: NamedRequest,
  maps: ScanQuery['maps'],
): Promise<Outcome<FirstAnswer | null>> {
  const first = await findNamedRequest(records.db, records.gate, named);
  if (!first.ok) return first;
  if (first.value === null) return succeed(null);
  const { scanId, fingerprint } = first.value;
  if (fingerprint !== named.fingerprint) {
    const message =
      'This Idempotency-Key stands for another scan or other parameters: choose a new key for a new scan.';
    return fail('conflict', message);
  }
  // The first try may have been cut off between its commit and the disk.
  const onDisk = await records.gate.attempt(records.whenOnDisk);
  if (!onDisk.ok) return onDisk;
  const found = await records.scans.find(scanId, null);
  if (!found.ok) return found;
  // Deleted between the two queries: what is gone was answered once, and is now a new scan.
  if (found.value === null) return succeed(null);
  const { state, json } = found.value;
  const answered = maps === 'inline' ? await withMapsInline(records, scanId, json) : succeed(json);
  return answered.ok ? succeed({ scanId, isQueued: state === 'queued', json: answered.value }) : answered;
}

/** Gives the first answer once more. */
export function replay(reply: FastifyReply, { scanId, isQueued, json }: FirstAnswer): FastifyReply {
  return reply
    .code(isQueued ? 202 : 201)
    .headers({ location: `/v1/scans/${scanId}`, 'idempotency-replayed': 'true' })
    .type('application/json')
    .send(json);
}

/** For a request whose name was answered by another process while this one was at work on it. */
export async function answerAsFirst(
  passage: Passage,
  { records, metrics }: Pick<ScanServices, 'records' | 'metrics'>,
): Promise<FastifyReply> {
  const { reply, query, named } = passage;
  const first = named === null ? succeed(null) : await findFirstAnswer(records, named, query.maps);
  if (!first.ok) return refuseUnanswered(passage, first.failure, metrics);
  if (first.value !== null) return replay(reply, first.value);
  const message = 'The scan of this Idempotency-Key was deleted while it was sent a second time: send it again.';
  return refuse(reply, { code: 'conflict', message });
}

/** Puts the kept maps in the place of their addresses. */
async function withMapsInline(records: Records, scanId: string, document: string): Promise<Outcome<string>> {
  const maps = await records.pictures.anomalyMaps(scanId, null);
  if (!maps.ok) return maps;
  return records.gate.attempt(async () => {
    let answer = document;
    for (const { technology, view, sha256 } of maps.value) {
      const address = anomalyMapAddress(scanId, technology, view);
      const png = await records.pictureStore.read(sha256);
      if (png !== null) answer = answer.replace(JSON.stringify(address), JSON.stringify(pngDataUri(png)));
    }
    return answer;
  });
}
