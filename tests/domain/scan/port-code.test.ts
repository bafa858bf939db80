import { describe, expect, it } from 'vitest';
import { parsePortCode } from '../../../src/domain/scan/port-code.ts';

describe('parsePortCode', () => {
  it.each([
    ['NLRTM', 'NLRTM'],
    ['nl rtm', 'NLRTM'],
    ['CNSHA', 'CNSHA'],
    ['US2AB', 'US2AB'],
  ])('reads %j as %s', (text, code) => {
    expect(parsePortCode(text)).toEqual({ ok: true, value: code });
  });

  it.each(['', 'NLRT', 'NLRTMX', 'N1RTM', 'NLRT1', 'NLRT0', 'NL-RTM'])('refuses the form of %j', (text) => {
    expect(parsePortCode(text)).toMatchObject({
      ok: false,
      failure: { code: 'invalid-metadata', message: expect.stringMatching(/UN\/LOCODE/) },
    });
  });

  it.each([
    ['NLRТM', 'U+0422'],
    ['NLRTM\u200b', 'U+200B'],
    ['ＮＬＲＴＭ', 'U+FF2E'],
  ])('names the character of %j that only looks right, or cannot be seen: %s', (text, character) => {
    expect(parsePortCode(text)).toMatchObject({
      failure: { message: expect.stringContaining(`UN/LOCODE: its character ${character} is none of A–Z and 2–9`) },
    });
  });

  it.each(['ZZRTM', 'UKFXT', 'EUBRU'])('refuses %s, whose country is none', (text) => {
    const country = text.slice(0, 2);
    expect(parsePortCode(text)).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining(`begins with ${country}`) },
    });
  });

  it('knows the 249 countries of ISO 3166-1 and the international waters', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const countries = letters
      .flatMap((a) => letters.map((b) => a + b))
      .filter((country) => parsePortCode(`${country}AAA`).ok);
    expect(countries).toHaveLength(250);
    expect(countries).toContain('XZ');
  });
});
