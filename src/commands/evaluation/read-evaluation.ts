import { readFile } from 'node:fs/promises';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { parseJson } from '../../domain/parse-json.ts';
import { unreadable } from '../files/unreadable.ts';
import type { Evaluation } from './evaluation.ts';
import { EvaluationSchema } from './evaluation-schema.ts';

/** Reads an `evaluation.json`. Fails with the file and the field that is wrong, or with why the file cannot be read. */
export async function readEvaluation(file: string): Promise<Outcome<Evaluation>> {
  let json: unknown;
  try {
    json = parseJson(await readFile(file, 'utf8'));
  } catch (error) {
    return fail('not-found', unreadable(file, error, 'name an evaluation.json'));
  }
  if (Value.Check(EvaluationSchema, json)) return succeed(json);
  const [error] = Value.Errors(EvaluationSchema, json);
  const field = error?.instancePath.slice(1).replaceAll('/', '.') || 'the evaluation';
  return fail(
    'malformed-request',
    `${file}: ${field}: ${error?.message ?? 'is no evaluation'}; make it anew with scanbench evaluate.`,
  );
}
