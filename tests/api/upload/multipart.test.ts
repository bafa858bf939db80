import { describe, expect, it } from 'vitest';
import { boundaryOf, type Part, parseMultipart } from '../../../src/api/upload/multipart.ts';
import { createRandom } from '../../../src/simulator/random.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const body = (...parts: readonly string[]) => `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`;
const side = (content: string, more = '') => `Content-Disposition: form-data; name="side"${more}\r\n\r\n${content}`;

function partsOf(text: string): readonly Part[] {
  const outcome = parseMultipart(bytesOf(text), 'b');
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const contentOf = (part: Part | undefined) => Buffer.from(part?.bytes ?? []).toString('latin1');

describe('the boundary', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; charset=utf-8; Boundary="a b;c"', 'a b;c'],
    ['multipart/form-data;boundary=abc;x=y', 'abc'],
    ['multipart/form-data', null],
    ['multipart/form-data; a="; boundary=zzz"; boundary=XbX', 'XbX'],
    ['multipart/form-data; boundary=', null],
    ['multipart/form-data; boundary=""', null],
  ])('of "%s" is %s', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});

describe('a multipart body', () => {
  it('may have a boundary of 70 characters, and hears it where it has more', () => {
    const outcomeOf = (boundary: string) => parseMultipart(bytesOf(`--${boundary}--`), boundary);
    expect(outcomeOf('b'.repeat(70))).toEqual({ ok: true, value: [] });
    expect(outcomeOf('b'.repeat(71))).toMatchObject({
      failure: { code: 'malformed-request', message: expect.stringContaining('has 71 characters, more than 70') },
    });
  });

  it('gives each part with its name, its type, its file and its bytes', () => {
    const text = body(
      'Content-Disposition: form-data; name="side.high"; filename="a.png"\r\nContent-Type: Image/PNG; q=1\r\n\r\nhigh\r\n\r\n',
      'content-disposition:form-data; name=metadata\r\n\r\n{}',
    );
    expect(partsOf(text).map((part) => ({ ...part, bytes: contentOf(part) }))).toEqual([
      { name: 'side.high', fileName: 'a.png', mediaType: 'image/png', bytes: 'high\r\n\r\n' },
      { name: 'metadata', fileName: null, mediaType: null, bytes: '{}' },
    ]);
  });

  it('is read in place: no byte is copied', () => {
    const bytes = bytesOf(body(side('xyz')));
    const outcome = parseMultipart(bytes, 'b');
    expect(outcome.ok && outcome.value[0]?.bytes.buffer).toBe(bytes.buffer);
  });

  it('may have a preamble, blanks after its boundaries, an empty part and an epilogue', () => {
    const text = `preamble\r\n--b \t\r\n${side('')}\r\n--b--\r\nepilogue --b`;
    expect(partsOf(text).map(contentOf)).toEqual(['']);
  });

  it('keeps content that looks like its boundary', () => {
    const content = '\r\n--bc\r\n--b x\r\n--\r\n-b';
    expect(partsOf(body(side(content))).map(contentOf)).toEqual([content]);
  });

  it('takes no name out of the name of a file', () => {
    const text = body('Content-Disposition: form-data; filename="x; name=top"; name="side"\r\n\r\nx');
    expect(partsOf(text)[0]).toMatchObject({ name: 'side', fileName: 'x; name=top' });
  });

  it('says by an empty file name that no file was chosen', () => {
    expect(partsOf(body(side('', '; filename=""')))[0]?.fileName).toBeNull();
  });

  it.each([
    ['no boundary', 'nothing', 'does not contain its boundary'],
    ['an end in the middle', `--b\r\n${side('abc')}`, 'ends before its closing boundary'],
    ['an end after a boundary', `--b`, 'ends before its closing boundary'],
    ['no empty line', '--b\r\nContent-Disposition: form-data; name="side"\r\n--b--', 'no empty line'],
    ['no name', body('Content-Disposition: form-data\r\n\r\nx'), 'has no name'],
    ['an empty name', body('Content-Disposition: form-data; name=""\r\n\r\nx'), 'has no name'],
    ['two names', body(side('x', '; NAME=top')), 'several names or Content-Disposition headers'],
    ['two headers', body(`Content-Disposition: form-data; name=top\r\n${side('x')}`), 'several names or'],
    ['no headers', body('\r\nx'), 'has no name'],
    ['endless headers', body(`X: ${'x'.repeat(9000)}\r\n${side('x')}`), 'longer than 8 KiB'],
    ['content made of its boundary', body(side('\r\n--bc'.repeat(1001))), 'holds the boundary "b" all over'],
    ['65 parts', body(...Array.from({ length: 65 }, () => side('x'))), 'at most 64 parts'],
  ])('is refused for %s', (_what, text, sentence) => {
    expect(parseMultipart(bytesOf(text), 'b')).toMatchObject({
      ok: false,
      failure: { code: 'malformed-request', message: expect.stringContaining(sentence) },
    });
  });

  it('never throws, and never gives bytes that are not the body’s, whatever 500 damaged bodies hold', () => {
    const random = createRandom(20, 'multipart');
    const pieces = ['--b', '--b--', '\r\n', '\r\n\r\n', '"', ';', 'name=', '\0', 'form-data', '\\', '-', ' '] as const;
    const whole = body(side('high', '; filename="a.png"'), side('--b', '\r\nContent-Type: image/png'), side('\r\n'));
    const damage = (text: string) => {
      const at = random.integer(0, text.length);
      const until = at + random.integer(0, 12);
      return random.chance(0.2)
        ? text.slice(0, at)
        : text.slice(0, at) + (random.chance(0.7) ? random.pick(pieces) : '') + text.slice(until);
    };
    const outcomes = Array.from({ length: 500 }, () => {
      let text = whole;
      for (let edits = random.integer(1, 8); edits > 0; edits--) text = damage(text);
      const bytes = bytesOf(text);
      const outcome = parseMultipart(bytes, 'b');
      if (!outcome.ok) return outcome.failure.code;
      expect(outcome.value.every((part) => part.name !== '' && part.bytes.buffer === bytes.buffer)).toBe(true);
      expect(outcome.value.reduce((sum, part) => sum + part.bytes.length, 0)).toBeLessThanOrEqual(bytes.length);
      return 'parts';
    });
    expect(new Set(outcomes)).toEqual(new Set(['malformed-request', 'parts']));
  });
});
