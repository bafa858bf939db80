import { expect, it, vi } from 'vitest';
import { createSteadyClock } from '../../../src/domain/time/steady-clock.ts';

it('shows the time of day that it began with, and is not moved when the clock of the machine is set', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.UTC(2026, 0, 1) });
  try {
    const now = createSteadyClock();
    expect(now()).toBe(Date.UTC(2026, 0, 1));
    vi.advanceTimersByTime(1500);
    vi.setSystemTime(Date.UTC(2030, 0, 1));
    expect(now()).toBe(Date.UTC(2026, 0, 1) + 1500);
  } finally {
    vi.useRealTimers();
  }
});
