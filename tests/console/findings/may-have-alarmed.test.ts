import { describe, expect, it } from 'vitest';
import { mayHaveAlarmed } from '../../../src/console/findings/may-have-alarmed.ts';

const scan = (first: 'alarm' | 'clear', second: 'alarm' | 'clear') => ({
  receivedAt: '2026-03-01T08:00:00.000Z',
  screenings: [
    { technology: 'first', decision: first },
    { technology: 'second', decision: second },
  ],
});
const who = (screensNow: string | null, ...since: readonly string[]) => ({
  screensNow,
  challengers: [],
  history: since.map((at) => ({ since: at })),
});

describe('that the champion alarmed', () => {
  it('is offered where it did, and not where it decided otherwise', () => {
    expect(mayHaveAlarmed(scan('alarm', 'clear'), who('first'))).toBe(true);
    expect(mayHaveAlarmed(scan('clear', 'alarm'), who('first'))).toBe(false);
  });

  it('is not offered where no technology alarmed, whoever was champion', () => {
    expect(mayHaveAlarmed(scan('clear', 'clear'), null)).toBe(false);
  });

  it('is offered where it is not known who was champion: the lineup was changed since, or cannot be read', () => {
    expect(mayHaveAlarmed(scan('clear', 'alarm'), who('first', '2026-03-02T00:00:00.000Z'))).toBe(true);
    expect(mayHaveAlarmed(scan('clear', 'alarm'), who('first', '2026-02-01T00:00:00.000Z'))).toBe(false);
    expect(mayHaveAlarmed(scan('clear', 'alarm'), null)).toBe(true);
    expect(mayHaveAlarmed(scan('clear', 'alarm'), who('third'))).toBe(true);
  });
});
