import { Type } from 'typebox';
import { conforms } from '../../domain/language/conforms.ts';
import { parseJson } from './parse-json.ts';

const ReadinessSchema = Type.Object({ ready: Type.Boolean() });

/**
 * Whether a model is ready, by the body of an answer with 200. The status says it; in a later form of the protocol the body may
 * say it, too, and deny it. What is empty or of another form denies nothing.
 */
export function readReadiness(body: Uint8Array): boolean {
  const read = body.length === 0 ? null : parseJson(body);
  return !(read?.ok && conforms(ReadinessSchema, read.value)) || read.value.ready;
}
