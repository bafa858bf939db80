import type { IncomingMessage } from 'node:http';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { readSmallBody } from './read-small-body.ts';

/** Reads a body of text in UTF-8. Fails with `body-too-large` where it is longer, and with `malformed-request` where it is no text. */
export async function readText(request: IncomingMessage, maxBytes: number, cure?: string): Promise<Outcome<string>> {
  const body = await readSmallBody(request, maxBytes, cure);
  if (!body.ok) return body;
  try {
    return succeed(new TextDecoder('utf-8', { fatal: true }).decode(body.value));
  } catch {
    return fail('malformed-request', 'The body is no text in UTF-8: save it in that encoding.');
  }
}
