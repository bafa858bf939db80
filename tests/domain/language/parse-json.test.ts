import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/domain/language/parse-json.ts';

describe('parseJson', () => {
  it('passes over one byte-order mark before the text, and over none within it', () => {
    expect(parseJson('\uFEFF{"a": 1}')).toEqual({ a: 1 });
    expect(parseJson('"\uFEFF"')).toBe('\uFEFF');
    expect(() => parseJson('\uFEFF\uFEFF1')).toThrow(SyntaxError);
  });

  it.each([
    ['{"id": "tip', 'it breaks off in column 12: it was not written or copied whole'],
    ['{\n  "id": 1,\n  "files": [\n', 'it breaks off in line 3, column 13: it was not written or copied whole'],
    ['{"id": tru', 'it breaks off in column 11: it was not written or copied whole'],
    ['{\n  "id": 1\n  "files": 2\n}\n', "Expected ',' or '}' after property value in line 3, column 3"],
    ['{"id": 1} 2', 'Unexpected non-whitespace character in column 11'],
    ['{"id": 1}\u00A0', 'Unexpected non-whitespace character in column 10'],
    [' \n', 'it is empty'],
  ])('says where %j is no JSON', (text, why) => {
    expect(() => parseJson(text)).toThrow(new SyntaxError(why));
  });

  it('says what is wrong on one line, of a text with several', () => {
    expect(() => parseJson('hello\r\ntext\n')).toThrow(/^.*"hello text ".*$/);
  });
});
