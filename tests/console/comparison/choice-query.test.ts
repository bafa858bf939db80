import { describe, expect, it } from 'vitest';
import { choiceQuery } from '../../../src/console/comparison/choice-query.ts';
import { intervalText, roundEnd } from '../../../src/console/comparison/interval-text.ts';

function query(choice: Readonly<Record<string, string>>): string | null {
  const form = new FormData();
  for (const [name, value] of Object.entries(choice)) form.set(name, value);
  const built = choiceQuery(form);
  return built === null ? null : decodeURIComponent(built.toString());
}

describe('choiceQuery', () => {
  it('asks for the days that are chosen, the last one included', () => {
    expect(query({ first: 'a', second: 'b', from: '2026-03-01', to: '2026-03-31', portCode: ' NLRTM ', by: '' })).toBe(
      'technology=a&technology=b&from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00.000Z&portCode=NLRTM',
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
