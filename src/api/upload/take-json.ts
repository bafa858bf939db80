import { type FailureCode, fail, type Outcome, succeed } from '../../domain/failure.ts';
import { whyRepeated } from '../../domain/language/repeated-field.ts';
import { textIn } from './read-text.ts';

/** How it is said that a JSON text has a field twice. */
export interface RepeatedWords {
  /** What the text is, with its verb. */
  readonly subject: string;
  /** What a field that is wrong is answered with there, and so one that is named twice. */
  readonly code: FailureCode;
}

const OF_A_BODY: RepeatedWords = { subject: 'The body has', code: 'malformed-request' };
const NO_JSON = fail('malformed-request', 'The body is no JSON: send an object as described.');

/** What a body of JSON in UTF-8 says. Fails with `malformed-request` where it is none, and as `repeated` says where it names a field twice. */
export function takeJsonBody(bytes: Uint8Array, repeated = OF_A_BODY, noJson = NO_JSON): Outcome<unknown> {
  if (bytes.length === 0) return fail('malformed-request', 'The body is empty: send an object as described.');
  const text = textIn(bytes);
  return text.ok ? takeJson(text.value, repeated, noJson) : text;
}

/** What a JSON text says, of which no object names a field twice: `JSON.parse` alone keeps the last of them without a word. */
export function takeJson(
  text: string,
  { subject, code }: RepeatedWords,
  noJson: Extract<Outcome<never>, { readonly ok: false }>,
): Outcome<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return noJson;
  }
  const repeated = whyRepeated(text);
  return repeated === null ? succeed(value) : fail(code, `${subject} ${repeated}`);
}
