import { describe, expect, it } from 'vitest';
import { parseMetadata } from '../../src/api/schemas/metadata.ts';

describe('metadata', () => {
  it('are taken over, with numbers, codes and times in their one canonical form', () => {
    const metadata = {
      containerNumber: 'csqu 305438 3',
      portCode: 'nlrtm',
      capturedAt: '2026-03-01T09:15:00+01:00',
      energiesMeV: { high: 6 },
      hsCodes: ['0901', '120190'],
      declaredEmpty: false,
      declaredGrossKg: 0,
      pixelPitchMm: 4.5,
      scannerId: 'gate-2',
      laneId: '7 🚢',
      consignmentId: 'C-1',
    };
    expect(parseMetadata(metadata)).toEqual({
      ok: true,
      value: {
        ...metadata,
        containerNumber: 'CSQU3054383',
        portCode: 'NLRTM',
        capturedAt: '2026-03-01T08:15:00.000Z',
      },
    });
  });

  it('may be empty, and hold two containers', () => {
    expect(parseMetadata({})).toEqual({ ok: true, value: {} });
    const containerNumbers = ['CSQU3054383', 'MSKU0000006'];
    expect(parseMetadata({ containerNumbers })).toEqual({ ok: true, value: { containerNumbers } });
  });

  it.each([
    ['a list', [], 'must be an object, such as {"containerNumber"'],
    ['nothing', null, 'must be an object'],
    [
      'an unknown field',
      { container_number: 'x' },
      'unknown field "container_number"; the fields are containerNumber,',
    ],
    ['an unknown energy', { energiesMeV: { hi: 6 } }, 'unknown field "hi"; the fields of energiesMeV are high, low.'],
    ['a wrong check digit', { containerNumber: 'CSQU3054384' }, 'check digit 4, but 3 is expected'],
    ['one wrong number of two', { containerNumbers: ['CSQU3054383', 'X'] }, 'containerNumbers[1]'],
    ['a number that is none', { containerNumber: 5 }, 'wrong containerNumber: it must be a text.'],
    ['a country that is none', { portCode: 'XXRTM' }, 'no country'],
    ['a time without offset', { capturedAt: '2026-03-01T08:15:00' }, 'wrong capturedAt'],
    ['a text for a number', { pixelPitchMm: '5' }, 'wrong pixelPitchMm: it must be a number.'],
    ['a pitch of nothing', { pixelPitchMm: 0 }, 'wrong pixelPitchMm: it must be above 0.'],
    ['letters in an HS code', { hsCodes: ['0901', '12a'] }, 'wrong hsCodes.1: it must be 2 to 12 digits'],
    [
      'more HS codes than there are',
      { hsCodes: Array(257).fill('0901') },
      'wrong hsCodes: it must have at most 256 values.',
    ],
    ['one HS code outside a list', { hsCodes: '0901' }, 'wrong hsCodes: it must be a list.'],
    ['an empty name', { scannerId: '' }, 'wrong scannerId: it must not be empty.'],
    ['a line break', { laneId: 'a\nb' }, 'wrong laneId: it must have no control characters'],
    ['half of a surrogate pair', { laneId: 'a\ud83d' }, 'wrong laneId: it must have no half of a character'],
    ['yes for true', { declaredEmpty: 'yes' }, 'wrong declaredEmpty: it must be true or false.'],
    ['a low energy above the high', { energiesMeV: { high: 4, low: 6 } }, 'the low energy, 6 MeV, must lie below the'],
    ['energies that are none', { energiesMeV: 6 }, 'wrong energiesMeV: it must be an object.'],
    ['an endless field', { ['x'.repeat(60_000)]: 1 }, 'unknown field "xxx'],
    ['an endless energy', { energiesMeV: { ['x'.repeat(60_000)]: 1 } }, 'unknown field "xxx'],
  ])('are refused for %s, in one short sentence that says what is wrong', (_what, value, sentence) => {
    const outcome = parseMetadata(value);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'invalid-metadata' } });
    if (outcome.ok) return;
    expect(outcome.failure.message).toContain(sentence);
    expect(outcome.failure.message.length).toBeLessThan(400);
  });
});
