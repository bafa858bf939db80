import type { IncomingMessage } from 'node:http';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { letGo } from './let-go.ts';
import type { Upload } from './uploads.ts';

/** The failure of a scan with more bytes than are accepted. */
export function scanTooLarge(maxBytes: number) {
  return fail(
    'scan-too-large',
    `A scan may have at most ${maxBytes} bytes. Send fewer or more tightly compressed files, or raise ` +
      'SCANBENCH_MAX_SCAN_BYTES.',
  );
}

/**
 * Reads a request's body into one buffer of its own, which may be moved to another thread. With a known length each byte
 * is copied once, from the socket's chunk to its place.
 * Fails with `scan-too-large` as soon as the limit is passed, with `malformed-request` when the sender stops early, and
 * with what the upload, where it holds a place, hears when it loses that.
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  upload: Upload | null = null,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const declaredBytes = request.headers['content-length'];
  if (declaredBytes === undefined) return readChunks(request, maxBytes, upload);
  if (Number(declaredBytes) > maxBytes) return Promise.resolve(scanTooLarge(maxBytes));

  const body = new Uint8Array(Number(declaredBytes));
  let filled = 0;
  return readEach(request, upload, (chunk) => {
    body.set(chunk, filled);
    filled += chunk.length;
    letGo(chunk);
    return null;
  }).then((failure) => failure ?? succeed(body));
}

async function readChunks(
  request: IncomingMessage,
  maxBytes: number,
  upload: Upload | null,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  const failure = await readEach(request, upload, (chunk) => {
    chunks.push(chunk);
    byteCount += chunk.length;
    return byteCount > maxBytes ? scanTooLarge(maxBytes) : null;
  });
  if (failure !== null) return failure;

  const body = new Uint8Array(byteCount);
  let filled = 0;
  for (const chunk of chunks) {
    body.set(chunk, filled);
    filled += chunk.length;
    letGo(chunk);
  }
  return succeed(body);
}

type Refusal = Extract<Outcome<never>, { readonly ok: false }>;

/**
 * Hands over each chunk until the end, the first refusal, the sender's departure or the loss of its place. Null means
 * read to the end.
 */
function readEach(
  request: IncomingMessage,
  upload: Upload | null,
  take: (chunk: Uint8Array) => Refusal | null,
): Promise<Refusal | null> {
  return new Promise((resolve) => {
    const finish = (refusal: Refusal | null) => {
      upload?.end();
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      // An error may still follow when the sender leaves; the outcome is settled, and nobody else listens.
      request.on('error', () => {});
      resolve(refusal);
    };
    const onData = (chunk: Uint8Array) => {
      upload?.received(chunk.length);
      const refusal = take(chunk);
      if (refusal !== null) finish(refusal);
    };
    const onEnd = () => finish(null);
    const onClose = () =>
      finish(fail('malformed-request', 'The connection was closed before the whole body had arrived.'));
    request.on('data', onData).once('end', onEnd).once('close', onClose).once('error', onClose);
    upload?.whenLost((failure) => finish({ ok: false, failure }));
    if (request.destroyed) onClose();
  });
}
