import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContainerNumber } from '../../../src/domain/scan/container-number.ts';

function messageOf(text: string): string {
  const outcome = parseContainerNumber(text);
  if (outcome.ok) throw new Error(`${text} was accepted`);
  expect(outcome.failure.code).toBe('invalid-metadata');
  return outcome.failure.message;
}

describe('parseContainerNumber', () => {
  // The first is the worked example of ISO 6346; its sum is 5675.
  it.each(['CSQU3054383', 'MWCU6059784'])('accepts %s', (number) => {
    expect(parseContainerNumber(number)).toEqual({ ok: true, value: number });
  });

  it.each(['csqu3054383', 'CSQU 305438 3', 'CSQU 305438-3', ' CSQU3054383\n'])(
    'reads %j as painted or typed',
    (text) => {
      expect(parseContainerNumber(text)).toEqual({ ok: true, value: 'CSQU3054383' });
    },
  );

  it('says which check digit was expected', () => {
    expect(messageOf('CSQU3054384')).toMatch(/check digit 4, but 3 is expected/);
  });

  it('names the category letter that is wrong', () => {
    expect(messageOf('CSQA3054383')).toMatch(/category letter A.*U.*J.*Z/);
  });

  it.each(['', 'CSQU305438', 'CSQU30543833', 'CS1U3054383', 'CSQUO054383', 'ＣＳＱＵ3054383'])(
    'refuses the form of %j',
    (text) => {
      expect(messageOf(text)).toMatch(/ISO 6346/);
    },
  );

  it.each([
    ['СSQU3054383', 'U+0421'],
    ['CSQU3054383\u200b', 'U+200B'],
    ['CSQU 305438\u20113', 'U+2011'],
    ['CſQU3054383', 'U+017F'],
    ['𝐂SQU3054383', 'U+1D402'],
  ])('names the character of %j that only looks right, or cannot be seen: %s', (text, character) => {
    expect(messageOf(text)).toContain(`its character ${character} is none of A–Z and 0–9`);
  });

  it('keeps its message short, whatever was sent', () => {
    expect(messageOf('X'.repeat(10_000)).length).toBeLessThan(300);
  });

  it('accepts exactly one check digit for any owner and serial number', () => {
    const owner = fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: 3, maxLength: 3 });
    const serial = fc.integer({ min: 0, max: 999_999 }).map((number) => String(number).padStart(6, '0'));
    fc.assert(
      fc.property(owner, fc.constantFrom('U', 'J', 'Z'), serial, (letters, category, digits) => {
        const accepted = [...'0123456789'].filter(
          (digit) => parseContainerNumber(letters + category + digits + digit).ok,
        );
        expect(accepted).toHaveLength(1);
      }),
      { seed: 7 },
    );
  });

  it('catches any single wrong digit, except the one that ISO 6346 itself cannot tell (remainder 10 as 0)', () => {
    const spoiled = [...'CSQU3054383'].flatMap((character, at) =>
      at < 4
        ? []
        : [...'0123456789']
            .filter((digit) => digit !== character)
            .map((digit) => `CSQU3054383`.slice(0, at) + digit + 'CSQU3054383'.slice(at + 1)),
    );
    expect(spoiled).toHaveLength(63);
    expect(spoiled.filter((number) => parseContainerNumber(number).ok)).toEqual([]);
  });
});
