import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../../src/commands/command-line/parse-moment.ts';

describe('parseMoment', () => {
  it.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2999-12-31', '2999-12-31T00:00:00.000Z'],
    ['2026-03-01T08:00:00+01:00', '2026-03-01T07:00:00.000Z'],
    ['2026-03-01T08:00Z', '2026-03-01T08:00:00.000Z'],
  ])('reads %s', (text, moment) => {
    expect(new Date(parseMoment(text)).toISOString()).toBe(moment);
  });

  it.each(['2026-02-30', '2026-13-01', '2026-03-01T08:00:00', '1.3.2026', 'yesterday', ''])('refuses %j', (text) => {
    expect(() => parseMoment(text)).toThrow(InvalidArgumentError);
  });
});
