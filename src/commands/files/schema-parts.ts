import { Type } from 'typebox';

/** What the schemas of several files are made of: an object with no other fields, and the kinds of numbers. */
export const closed = { additionalProperties: false } as const;
export const Count = Type.Integer({ minimum: 0 });
export const Amount = Type.Number({ minimum: 0 });
export const Share = Type.Number({ minimum: 0, maximum: 1 });
/** Lower and upper. */
export const Bounds = Type.Unsafe<readonly [number, number]>({
  type: 'array',
  prefixItems: [{ type: 'number' }, { type: 'number' }],
  items: false,
  minItems: 2,
});

/** Two of a kind, e.g. the lower and the upper bound of a share. */
export const pairOf = (end: object) =>
  Type.Unsafe<readonly [number, number]>({ type: 'array', items: end, minItems: 2, maxItems: 2 });

/** What may be missing: null where it cannot be told. */
export function orNull<Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}
