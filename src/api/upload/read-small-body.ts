import type { IncomingMessage } from 'node:http';
import { fail, type Outcome } from '../../domain/failure.ts';
import { readBody } from './read-body.ts';

/** The most bytes of a body in JSON: an order, a lineup, an inspection. */
export const MAX_JSON_BYTES = 65_536;

/** The failure of a body that is no scan and has more bytes than its address takes. */
export function bodyTooLarge(maxBytes: number, cure = 'send only what /docs describes') {
  const message = `The body may have at most ${maxBytes} bytes, a limit that no setting raises (SCANBENCH_MAX_SCAN_BYTES is that of scans): ${cure}.`;
  return fail('body-too-large', message);
}

/** Reads a body that is no scan. Fails with `body-too-large` as soon as the limit is passed, and with `malformed-request`. */
export async function readSmallBody(
  request: IncomingMessage,
  maxBytes: number,
  cure?: string,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  const body = await readBody(request, maxBytes);
  return body.ok || body.failure.code !== 'scan-too-large' ? body : bodyTooLarge(maxBytes, cure);
}
