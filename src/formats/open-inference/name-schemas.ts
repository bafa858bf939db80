import { Type } from 'typebox';

const LONGEST = 256;

/** What the other end calls something. It is printed where it is not as it should be, so it has an end. */
export const Text = Type.String({ maxLength: LONGEST });
/** Of a model or a tensor. */
export const Name = Type.String({ minLength: 1, maxLength: LONGEST });
