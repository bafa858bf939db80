import type { FastifyError } from 'fastify';
import { Type } from 'typebox';
import { conforms } from '../../domain/language/conforms.ts';
import { ruleInWords } from '../../domain/language/rule-in-words.ts';
import { TAKES_NO_PARAMETERS } from './unknown-parameters.ts';

type SchemaError = NonNullable<FastifyError['validation']>[number];

/** A request that does not fit its schema: where, and what it sent as its query. */
export interface Misfit {
  readonly errors: readonly SchemaError[];
  readonly context: FastifyError['validationContext'];
  readonly query: unknown;
}

/** A schema of an object that has fields of its own. */
const NamingSchema = Type.Object({
  properties: Type.Record(Type.String(), Type.Unknown()),
});

const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ['date-time', 'a date and time with an offset, e.g. 2026-03-01T00:00:00Z'],
  ['uuid', 'an id, e.g. 01980f3e-5a3c-7b1e-8f3a-0b1c2d3e4f50'],
]);

/** Says what is wrong, and what would be right: the validator's own sentences are about schemas. */
export function validationSentence({ errors, context, query }: Misfit): string {
  const [first] = errors;
  const isQuery = context === 'querystring';
  const whole = isQuery ? 'query' : (context ?? 'request');
  if (first === undefined) return `The ${whole} is not as described at /docs.`;
  const partOf = (name: string) => (isQuery ? `query parameter ${name}` : `field ${name} of the ${whole}`);

  const { additionalProperty, missingProperty } = first.params;
  if (typeof additionalProperty === 'string') {
    return `The ${partOf(JSON.stringify(additionalProperty))} is not known. ${knownText(first)}`;
  }
  if (typeof missingProperty === 'string') return `The ${partOf(missingProperty)} is missing.`;
  const path = first.instancePath.slice(1).split('/');
  // A parameter that may be given several times is a list to the validator, and one name to who sends it.
  const name = isQuery ? (path[0] ?? '') : path.join('.');
  const what = name === '' ? whole : partOf(name);
  if (isQuery && isRepeated(query, name) && first.keyword === 'type') {
    return `The ${what} is given more than once: give it once.`;
  }
  const mayBeNull = errors.some(
    ({ keyword, params: { type }, instancePath }) =>
      keyword === 'type' && type === 'null' && instancePath === first.instancePath,
  );
  return `The ${what} ${ruleOf(first, { isQuery, mayBeNull })}.`;
}

/** The names that the schema has in place of one that it has not. */
function knownText(error: SchemaError): string {
  const schema: unknown = Reflect.get(error, 'parentSchema');
  const known = conforms(NamingSchema, schema) ? Object.keys(schema.properties).join(', ') : '';
  return known === '' ? TAKES_NO_PARAMETERS : `Known are: ${known}.`;
}

function isRepeated(query: unknown, name: string): boolean {
  return typeof query === 'object' && query !== null && Array.isArray(Reflect.get(query, name));
}

function ruleOf(
  { keyword, params, message }: SchemaError,
  { isQuery, mayBeNull }: { readonly isQuery: boolean; readonly mayBeNull: boolean },
): string {
  const { format } = params;
  const plus = isQuery ? '; in an address a plus sign is written %2B' : '';
  switch (keyword) {
    case 'minLength':
      return `is empty: give it a value or ${mayBeNull ? 'null' : 'leave it out'}`;
    case 'format':
      return `must be ${EXAMPLES.get(String(format)) ?? String(format)}${format === 'date-time' ? plus : ''}`;
    case 'pattern':
      return `has not the form that /docs describes${plus}`;
    default:
      return `${ruleInWords({ keyword, params }) ?? message ?? 'is not as described at /docs'}${mayBeNull ? ', or null' : ''}`;
  }
}
