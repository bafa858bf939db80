import { Type } from 'typebox';
import { conforms } from '../../domain/language/conforms.ts';
import { parseJson } from './parse-json.ts';

/** No refusal is as long as an answer with values may be. */
const LONGEST_BYTES = 65_536;

const ErrorSchema = Type.Object({ error: Type.String() });

/** What a server says of a refusal in the protocol's own form, `{"error": "…"}`; null where it is of another form. */
export function readError(body: Uint8Array): string | null {
  if (body.length > LONGEST_BYTES) return null;
  const read = parseJson(body);
  return read.ok && conforms(ErrorSchema, read.value) ? read.value.error : null;
}
