import { fail, type Outcome, succeed } from '../failure.ts';
import { foreignCharacterIn } from '../language/foreign-character.ts';

const SHAPE = /^([A-Z]{3})([A-Z])([0-9]{6})([0-9])$/;

/**
 * Reads a container number after ISO 6346: three letters of the owner, the equipment category U, J or Z, six digits and
 * the check digit. Spaces, lower case and hyphens, as painted or typed, are tolerated; the value is the eleven
 * characters, e.g. `CSQU3054383`. Fails with `invalid-metadata`.
 */
export function parseContainerNumber(text: string): Outcome<string> {
  const typed = text.replace(/[\s-]/g, '');
  const number = typed.toUpperCase();
  const shown = JSON.stringify(text.slice(0, 40));
  const foreign = foreignCharacterIn(typed, 'A–Z and 0–9');
  const match = SHAPE.exec(number);
  if (match === null || foreign !== null) {
    const why = foreign ?? 'give four letters, six digits and the check digit';
    return fail(
      'invalid-metadata',
      `The container number ${shown} is not of the form of ISO 6346: ${why}, e.g. CSQU3054383.`,
    );
  }
  const [, , category = '', , checkDigit = ''] = match;
  if (!'UJZ'.includes(category)) {
    return fail(
      'invalid-metadata',
      `The container number ${shown} has the category letter ${category}: the fourth letter is U (container), J (equipment) or Z (chassis).`,
    );
  }
  const expected = checkDigitOf(number.slice(0, 10));
  if (Number(checkDigit) !== expected) {
    return fail(
      'invalid-metadata',
      `The container number ${shown} has the check digit ${checkDigit}, but ${expected} is expected: read it again, a character is wrong.`,
    );
  }
  return succeed(number);
}

/** The container number that begins with these ten characters, four letters and six digits: their check digit follows. */
export function completeContainerNumber(tenCharacters: string): string {
  return `${tenCharacters}${checkDigitOf(tenCharacters)}`;
}

/** The check digit of ten characters: weights of powers of two, letters valued without the multiples of 11 (ISO 6346, annex A). */
function checkDigitOf(tenCharacters: string): number {
  let sum = 0;
  for (const [position, character] of [...tenCharacters].entries()) sum += letterValue(character) * 2 ** position;
  return (sum % 11) % 10;
}

/** Digits are themselves, A is 10, B is 12 …: 11, 22 and 33 are left out, since the remainder by 11 would not see them. */
function letterValue(character: string): number {
  const value = Number.parseInt(character, 36);
  if (value <= 10) return value;
  return value + Math.floor((value - 1) / 10);
}
