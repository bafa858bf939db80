import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/domain/parse-json.ts';

describe('parseJson', () => {
  it('passes over one byte-order mark before the text, and over none within it', () => {
    expect(parseJson('\uFEFF{"a": 1}')).toEqual({ a: 1 });
    expect(parseJson('"\uFEFF"')).toBe('\uFEFF');
    expect(() => parseJson('\uFEFF\uFEFF1')).toThrow(SyntaxError);
  });

  it('says what is wrong on one line, of a text with several', () => {
    expect(() => parseJson('hello\r\ntext\n')).toThrow(/^.*"hello text ".*$/);
  });
});
