import { type TSchema, Type } from 'typebox';
import { Pointer } from 'typebox/value';
import { conforms } from '../domain/language/conforms.ts';
import { ruleInWords } from '../domain/language/rule-in-words.ts';

const UnionSchema = Type.Object({ anyOf: Type.Array(Type.Object({})) });
const ConstantSchema = Type.Object({ const: Type.Unknown() });
const ObjectSchema = Type.Object({
  type: Type.Literal('object'),
  required: Type.Array(Type.String(), { minItems: 1 }),
});
const TypedSchema = Type.Object({ type: Type.String() });

/**
 * What a value may be that is to be one of several things, as the end of a sentence about it: the rule that it breaks of
 * the first of them says nothing of the others. Null where no such words are at hand.
 */
export function unionInWords(schema: TSchema, schemaPath: string): string | null {
  const union: unknown = Pointer.Get(schema, schemaPath.replace(/^#/, ''));
  if (!conforms(UnionSchema, union)) return null;
  const words = union.anyOf.map(alternativeInWords);
  const known = words.filter((word) => word !== null);
  return known.length === words.length ? `must be ${known.join(', or ')}` : null;
}

function alternativeInWords(schema: unknown): string | null {
  if (conforms(ConstantSchema, schema)) return String(schema.const);
  if (conforms(ObjectSchema, schema)) return `an object with the ${schema.required.join(', the ')}`;
  if (!conforms(TypedSchema, schema)) return null;
  return ruleInWords({ keyword: 'type', params: { type: schema.type } })?.replace('must be ', '') ?? null;
}
