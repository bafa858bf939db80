import type { IncomingMessage } from 'node:http';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { readSmallBody } from './read-small-body.ts';

/** Reads a body of text in UTF-8. Fails with `body-too-large` where it is longer, and with `malformed-request` where it is no text. */
export async function readText(request: IncomingMessage, maxBytes: number, cure?: string): Promise<Outcome<string>> {
  const body = await readSmallBody(request, maxBytes, cure);
  return body.ok ? textIn(body.value) : body;
}

/** The text that bytes are in UTF-8, without a byte-order mark. Fails with `malformed-request` where they are none. */
export function textIn(bytes: Uint8Array): Outcome<string> {
  try {
    return succeed(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('malformed-request', 'The body is no text in UTF-8: save it in that encoding.');
  }
}
