import { type Static, type TObject, type TProperties, Type } from 'typebox';

/** Where settings come from, as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a topic's variables come to once they are checked and the defaults are in. */
export type ValuesOf<Variables extends TProperties> = Static<TObject<Variables>>;

/** A whole number without a fixed default: what it is by default, its description says. */
export const count = (minimum: number, maximum: number, description: string) =>
  Type.Optional(Type.Integer({ minimum, maximum, description }));
