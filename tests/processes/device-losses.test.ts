import { describe, expect, it } from 'vitest';
import { createDeviceLosses } from '../../src/processes/device-losses.ts';

const MINUTE_MS = 60_000;
const LOST = { reason: 'device-lost', livedMs: MINUTE_MS } as const;

describe('the brake on a GPU that is lost again and again', () => {
  it('answers the first loss at once, and later ones after one minute, two, four … thirty', () => {
    const losses = createDeviceLosses();
    const minutes = Array.from({ length: 8 }, () => {
      const restMs = losses.restMs();
      losses.ended(LOST);
      return restMs / MINUTE_MS;
    });
    expect(minutes).toEqual([0, 1, 2, 4, 8, 16, 30, 30]);
  });

  it('forgets losses from before a process that lived for an hour, and counts no other end', () => {
    const losses = createDeviceLosses();
    for (let times = 0; times < 5; times++) losses.ended(LOST);
    losses.ended({ reason: 'crash', livedMs: 60 * MINUTE_MS });
    expect(losses.restMs()).toBe(0);
    losses.ended({ reason: 'device-lost', livedMs: 90 * MINUTE_MS });
    losses.ended({ reason: 'killed', livedMs: 1000 });
    expect(losses.restMs()).toBe(MINUTE_MS);
  });
});
