import { describe, expect, it } from 'vitest';
import { createRestartPolicy } from '../../src/processes/restart-policy.ts';

const short = { hasListened: true, livedMs: 5_000 };
const long = { hasListened: true, livedMs: 3_600_000 };
const stillborn = { hasListened: false, livedMs: 800 };

describe('the brake on a crash loop', () => {
  it('replaces at once what crashes now and then', () => {
    const policy = createRestartPolicy();
    for (let crash = 0; crash < 20; crash++) expect(policy.judge(long)).toEqual({ do: 'replace', afterMs: 0 });
  });

  it('waits longer and longer, up to half a minute, where one crash follows the other', () => {
    const policy = createRestartPolicy();
    const delays = Array.from({ length: 9 }, () => policy.judge(short));
    expect(delays.map((verdict) => (verdict.do === 'replace' ? verdict.afterMs : verdict.do))).toEqual([
      0, 0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
    ]);
    policy.judge(long);
    expect(policy.judge(short)).toEqual({ do: 'replace', afterMs: 0 });
  });

  it('gives up after five in a row that never listened, and not before', () => {
    const policy = createRestartPolicy();
    for (let birth = 0; birth < 4; birth++) expect(policy.judge(stillborn).do).toBe('replace');
    policy.judge(short);
    for (let birth = 0; birth < 4; birth++) expect(policy.judge(stillborn).do).toBe('replace');
    expect(policy.judge(stillborn)).toEqual({ do: 'give-up' });
  });
});
