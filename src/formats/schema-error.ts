import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { ruleInWords } from '../domain/language/rule-in-words.ts';
import { unionInWords } from './union-in-words.ts';

/** Where a value departs from its schema, and what is asked there. */
export interface SchemaError {
  /** The way to the field, `scenarios.1.rounds`; empty for the value itself. */
  readonly field: string;
  readonly message: string;
}

type BrokenRule = ReturnType<typeof Value.Errors>[number];

/** All that is wrong with a value. */
export function schemaErrors(schema: TSchema, value: unknown): readonly SchemaError[] {
  // A field too many is told by its own name, not once more by that of what holds it.
  return Value.Errors(schema, value)
    .filter(({ keyword }) => keyword !== 'additionalProperties')
    .map(inWords);
}

/** The first thing that is wrong with a value; null where nothing is. */
export function schemaError(schema: TSchema, value: unknown): SchemaError | null {
  const errors = Value.Errors(schema, value);
  const [first] = errors;
  if (first === undefined) return null;
  // Of a field that may be one of several things, what is wrong further inside tells more than that it is none of them.
  const further = errors.find(({ instancePath }) => instancePath.startsWith(`${first.instancePath}/`));
  if (further !== undefined) return inWords(further);
  const union = errors.find(({ keyword, instancePath }) => keyword === 'anyOf' && instancePath === first.instancePath);
  const message = union === undefined ? null : unionInWords(schema, union.schemaPath);
  return message === null ? inWords(first) : { field: fieldOf(first), message };
}

function inWords(error: BrokenRule): SchemaError {
  return { field: fieldOf(error), message: messageOf(error) };
}

function fieldOf({ instancePath }: BrokenRule): string {
  return instancePath.slice(1).replaceAll('/', '.');
}

function messageOf(error: BrokenRule): string {
  // What a schema says of a field that it does not have is "schema is false".
  if (error.keyword === 'boolean') return 'is not a field here';
  return ruleInWords(error) ?? error.message;
}
