import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedField } from '../../../src/domain/language/repeated-field.ts';

describe('a JSON text', () => {
  it.each([
    ['{"a":1,"a":1}', 'a'],
    ['{"a":1,"b":{"c":2,"c":3}}', 'c'],
    ['[{"a":1},{"b":1, "b" : 2}]', 'b'],
    ['{"b":{"x":1},"a":2,"\\u0061":3}', 'a'],
    ['{"a\\"b":1,"a\\"b":2}', 'a"b'],
  ])('%s names a field twice: %s', (json, name) => {
    expect(repeatedField(json)).toBe(name);
  });

  it.each([
    '{"a":{"a":{"a":1}},"b":{"a":1}}',
    '[{"a":1},{"a":2}]',
    '{"a":"a","b":"\\"a\\":{\\"a\\":1}"}',
    '{"a":"}{","b":["a","a"]}',
    '"a"',
    '1',
  ])('%s names none twice', (json) => {
    expect(JSON.parse(json)).toBeDefined();
    expect(repeatedField(json)).toBeNull();
  });

  it('that was written from a value names none twice, and does once a field is added again', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (json, name) => {
        expect(repeatedField(json)).toBeNull();
        const field = JSON.stringify(name);
        expect(repeatedField(`[{${field}:${json},${field}:1}]`)).toBe(name);
      }),
    );
  });

  // A second at most. A pattern that went over a text again from each place in it would take hours, longer than any test may.
  it('of megabytes is read in one go, in one long text and in many short ones', () => {
    const long = '\\"{'.repeat(500_000);
    const short = Array.from({ length: 200_000 }, (_, index) => ({ [`"${index}`]: '\\"}' }));
    expect(
      repeatedField(
        JSON.stringify([
          { long, short },
          { long: 1, short: [] },
        ]),
      ),
    ).toBeNull();
  });
});
