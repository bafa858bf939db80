import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { conforms } from '../../domain/language/conforms.ts';
import { schemaError } from '../../formats/schema-error.ts';
import { readJson } from '../files/read-json.ts';
import type { Evaluation } from './evaluation.ts';
import { EvaluationSchema } from './evaluation-schema.ts';

/** Reads an `evaluation.json`. Fails with the file and the field that is wrong, or with why the file cannot be read. */
export async function readEvaluation(file: string): Promise<Outcome<Evaluation>> {
  const read = await readJson(file, 'name an evaluation.json');
  if (!read.ok) return read;
  const json = read.value;
  if (conforms(EvaluationSchema, json)) return succeed(json);
  const error = schemaError(EvaluationSchema, json);
  return fail(
    'malformed-request',
    `${file}: ${error?.field || 'the evaluation'}: ${error?.message ?? 'is no evaluation'}; make it anew with scanbench evaluate.`,
  );
}
