import { describe, expect, it } from 'vitest';
import { createRestartPolicy } from '../../src/processes/restart-policy.ts';

const short = { hasListened: true, livedMs: 5_000 };
const long = { hasListened: true, livedMs: 3_600_000 };

describe('the brake on a crash loop', () => {
  it('replaces at once what crashes now and then', () => {
    const policy = createRestartPolicy();
    for (let crash = 0; crash < 20; crash++) expect(policy.delayAfter(long)).toBe(0);
  });

  it.each([
    ['one crash follows the other', short],
    ['none comes to listen', { hasListened: false, livedMs: 800 }],
    ['none comes to listen, however long it tries', { hasListened: false, livedMs: 90_000 }],
  ])('waits longer and longer, up to half a minute, and gives up never, where %s', (_where, ended) => {
    const policy = createRestartPolicy();
    const delays = Array.from({ length: 9 }, () => policy.delayAfter(ended));
    expect(delays).toEqual([0, 0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    policy.delayAfter(long);
    expect(policy.delayAfter(short)).toBe(0);
  });
});
