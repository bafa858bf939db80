import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** Where a value departs from its schema, and what is asked there. */
export interface SchemaError {
  /** The way to the field, `scenarios.1.rounds`; empty for the value itself. */
  readonly field: string;
  readonly message: string;
}

/** The first thing that is wrong with a value; null where nothing is. */
export function schemaError(schema: TSchema, value: unknown): SchemaError | null {
  const errors = Value.Errors(schema, value);
  const [first] = errors;
  if (first === undefined) return null;
  // Of a field that may be one of several things, what is wrong further inside tells more than that it is none of them.
  const error = errors.find(({ instancePath }) => instancePath.startsWith(`${first.instancePath}/`)) ?? first;
  // What a schema says of a field that it does not have is "schema is false".
  const message = error.keyword === 'boolean' ? 'is not a field here' : error.message;
  return { field: error.instancePath.slice(1).replaceAll('/', '.'), message };
}
