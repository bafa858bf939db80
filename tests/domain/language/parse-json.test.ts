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
    ['hello\r\ntext\n', "Unexpected token 'h' in line 1, column 1"],
    ['{\n  "id": x,\n  "ok": y\n}\n', "Unexpected token 'x' in line 2, column 9"],
    ['[1, 2,]', "Unexpected token ']' in column 7"],
    ['{"id": tru}', "Unexpected token '}' in column 11"],
    ['{"share": NaN}', "Unexpected token 'N' in column 11"],
    ['undefined', "Unexpected token 'u' in column 1"],
    ['[object Object]', "Unexpected token 'o' in column 2"],
    ['{"id": \u{1F600}}', "Unexpected token '\u{1F600}' in column 8"],
    ['{"id":\u00A01}', 'Unexpected token U+00A0 in column 7'],
    ['\u001B[2J', 'Unexpected token U+001B in column 1'],
    [`["${'y'.repeat(5000)}", \n'z']`, "Unexpected token ''' in line 2, column 1"],
  ])('says where %j is no JSON', (text, why) => {
    expect(() => parseJson(text)).toThrow(new SyntaxError(why));
  });
});
