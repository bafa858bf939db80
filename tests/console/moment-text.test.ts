import { afterEach, describe, expect, it, vi } from 'vitest';
import { withMomentTexts } from '../../src/console/moment-text.ts';

describe('a sentence of the service', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it.each([
    ['Pacific/Auckland', 'on 2 scans from 1 Dec 2026, 02:54 to 2 Dec 2026, 00:00.'],
    ['America/Los_Angeles', 'on 2 scans from 30 Nov 2026, 05:54 to 1 Dec 2026, 03:00.'],
  ])('has its moments in the time zone of whoever reads it: %s', (zone, shown) => {
    vi.stubEnv('TZ', zone);
    expect(withMomentTexts('on 2 scans from 2026-11-30T13:54:22.158Z to 2026-12-01T11:00:00Z.')).toBe(shown);
  });

  it('keeps days and everything else as it is', () => {
    const sentence = 'model 0a1b at the threshold 0.71, week 2026-11-30, scan 2026-11-30T13.';
    expect(withMomentTexts(sentence)).toBe(sentence);
  });
});
