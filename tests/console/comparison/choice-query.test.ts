import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { choiceQuery } from '../../../src/console/comparison/choice-query.ts';
import { intervalText, roundEnd } from '../../../src/console/comparison/interval-text.ts';

function query(choice: Readonly<Record<string, string>>): string | null {
  const form = new FormData();
  for (const [name, value] of Object.entries(choice)) form.set(name, value);
  const built = choiceQuery(form);
  return built === null ? null : decodeURIComponent(built.toString());
}

describe('choiceQuery', () => {
  beforeEach(() => void vi.stubEnv('TZ', 'UTC'));
  afterEach(() => void vi.unstubAllEnvs());

  it('asks for the days that are chosen, the last one included', () => {
    expect(query({ first: 'a', second: 'b', from: '2026-03-01', to: '2026-03-31', portCode: ' NLRTM ', by: '' })).toBe(
      'technology=a&technology=b&from=2026-03-01T00:00:00.000Z&to=2026-04-01T00:00:00.000Z&portCode=NLRTM',
    );
  });

  it.each([
    ['Pacific/Auckland', '2026-11-30', '2026-11-29T11:00:00.000Z', '2026-11-30T11:00:00.000Z'],
    ['America/Los_Angeles', '2026-07-01', '2026-07-01T07:00:00.000Z', '2026-07-02T07:00:00.000Z'],
    ['Asia/Kolkata', '2026-02-28', '2026-02-27T18:30:00.000Z', '2026-02-28T18:30:00.000Z'],
    // 23 and 25 hours; in Havana the longer day has midnight twice, in Cairo the shorter one none.
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
  ])('takes a day as it is in %s: %s', (zone, day, begin, end) => {
    vi.stubEnv('TZ', zone);
    expect(query({ first: 'a', second: 'b', from: day, to: day })).toBe(
      `technology=a&technology=b&from=${begin}&to=${end}`,
    );
  });

  it('asks nothing before two different ones are chosen', () => {
    expect(query({ first: 'a', second: '' })).toBeNull();
    expect(query({ first: 'a', second: 'a' })).toBeNull();
  });
});

describe('an interval', () => {
  it('has a decimal where it is small, and none where that would feign precision', () => {
    expect(intervalText(0.523, [0.31, 0.702])).toBe('52 % [31, 70]');
    expect(intervalText(-0.0234, [-0.026, 0.016])).toBe('−2.3 % [−2.6, 1.6]');
    expect(intervalText(null, [0, 1])).toBe('– [0, 100]');
  });

  it('is drawn on a scale with a round end that holds it', () => {
    expect([0, 0.011, 0.17, 0.5, 0.51].map((value) => roundEnd([value]))).toEqual([0.01, 0.02, 0.2, 0.5, 1]);
  });
});
