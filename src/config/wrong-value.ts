import type { TSchema } from 'typebox';

/** The sentence for a value that its schema refuses: the variable, the value without a password, and what is allowed. */
export function wrongValue(name: string, text: string, schema: TSchema): string {
  const allowed: unknown = Reflect.get(schema, 'description');
  return `${name} is "${name.endsWith('_URL') ? withoutPassword(text) : text}", but it must be ${allowed}.`;
}

/** An address is logged, and the secret in it is not: what stands before its last @, wherever it was mistyped. */
function withoutPassword(address: string): string {
  return address.replace(/^([a-z]*:)?.*@/is, '$1…@').replace(/(password=)[^&]*/gi, '$1…');
}
