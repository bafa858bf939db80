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
