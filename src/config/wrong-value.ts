import type { TSchema } from 'typebox';

/** The sentence for a value that its schema refuses: the variable, the value, and what is allowed. */
export function wrongValue(name: string, text: string, schema: TSchema): string {
  const allowed: unknown = Reflect.get(schema, 'description');
  return `${name} is "${text}", but it must be ${allowed}.`;
}
