import type { IncomingMessage } from 'node:http';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { readBody } from './read-body.ts';

/** Reads a body of text in UTF-8. Fails with `malformed-request` where it is longer, or no text. */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<Outcome<string>> {
  const body = await readBody(request, maxBytes);
  if (!body.ok) {
    const { code, message } = body.failure;
    const tooLong = `The body may have at most ${maxBytes} bytes.`;
    return fail('malformed-request', code === 'scan-too-large' ? tooLong : message);
  }
  try {
    return succeed(new TextDecoder('utf-8', { fatal: true }).decode(body.value));
  } catch {
    return fail('malformed-request', 'The body is no text in UTF-8: save it in that encoding.');
  }
}
