import { Value } from 'typebox/value';
import { conforms } from '../../domain/conforms.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { readJson } from '../files/read-json.ts';
import type { Evaluation } from './evaluation.ts';
import { EvaluationSchema } from './evaluation-schema.ts';

/** Reads an `evaluation.json`. Fails with the file and the field that is wrong, or with why the file cannot be read. */
export async function readEvaluation(file: string): Promise<Outcome<Evaluation>> {
  const read = await readJson(file, 'name an evaluation.json');
  if (!read.ok) return read;
  const json = read.value;
  if (conforms(EvaluationSchema, json)) return succeed(json);
  const [error] = Value.Errors(EvaluationSchema, json);
  const field = error?.instancePath.slice(1).replaceAll('/', '.') || 'the evaluation';
  return fail(
    'malformed-request',
    `${file}: ${field}: ${error?.message ?? 'is no evaluation'}; make it anew with scanbench evaluate.`,
  );
}
