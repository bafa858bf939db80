import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../../src/domain/time/moment.ts';

const NOW_MS = Date.UTC(2026, 5, 1);

describe('parseMoment', () => {
  it.each([
    ['2026-03-01T12:30:00+01:00', '2026-03-01T11:30:00.000Z'],
    ['2026-03-01T12:30:00Z', '2026-03-01T12:30:00.000Z'],
    ['2026-03-01t12:30:00.123456z', '2026-03-01T12:30:00.123Z'],
    ['2026-03-01T00:15+0530', '2026-02-28T18:45:00.000Z'],
    ['2024-02-29T12:00:00-09:30', '2024-02-29T21:30:00.000Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(parseMoment(text, NOW_MS)).toEqual({ ok: true, value: utc });
  });

  it.each([
    ['2026-03-01T12:30:00', /with an offset/],
    ['2026-03-01', /ISO 8601/],
    ['1 March 2026', /ISO 8601/],
    ['2026-02-29T12:00:00Z', /no real date/],
    ['2026-13-01T12:00:00Z', /no real date/],
    ['2026-03-01T24:00:00Z', /no real date/],
    ['2026-03-01T12:60:00Z', /no real date/],
    ['2026-03-01T12:00:61Z', /no real date/],
    ['0026-03-01T12:00:00Z', /no real date/],
    ['2026-03-01T12:00:00+15:00', /offset that no time zone has/],
    ['2026-03-01T12:00:00+01:75', /offset that no time zone has/],
    ['2026-06-02T00:00:01Z', /in the future/],
  ])('refuses %s and says what is wrong', (text, message) => {
    expect(parseMoment(text, NOW_MS)).toMatchObject({
      ok: false,
      failure: { code: 'invalid-metadata', message: expect.stringMatching(message) },
    });
  });

  it('lets a clock run ahead by up to a day', () => {
    expect(parseMoment('2026-06-02T00:00:00Z', NOW_MS).ok).toBe(true);
  });

  it('keeps the moment of any date, whatever the offset', () => {
    const moment = fc.integer({ min: Date.UTC(1990, 0), max: NOW_MS });
    const offset = fc.integer({ min: -720, max: 840 });
    fc.assert(
      fc.property(moment, offset, (ms, minutes) => {
        const pad = (value: number) => String(value).padStart(2, '0');
        const size = Math.abs(minutes);
        const written = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        const local = new Date(ms + minutes * 60_000).toISOString().replace('Z', written);
        expect(parseMoment(local, NOW_MS)).toEqual({ ok: true, value: new Date(ms).toISOString() });
      }),
      { seed: 7 },
    );
  });
});
