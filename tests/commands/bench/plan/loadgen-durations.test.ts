import { expect, it } from 'vitest';
import { loadgenDurationsText } from '../../../../src/commands/bench/plan/loadgen-durations.ts';

it('names each scenario that is shorter than LoadGen runs it, and of server the time of one rate', () => {
  const text = loadgenDurationsText({
    scenarios: [
      { scenario: 'single-stream', rounds: 24, roundSeconds: 0.75 },
      { scenario: 'multi-stream', rounds: 6, roundSeconds: 100 },
      { scenario: 'server', rounds: 200, roundSeconds: 5, latencyBoundMs: 500 },
      { scenario: 'offline', rounds: 12, roundSeconds: 0.1 },
    ],
  });
  expect(text).toBe(
    'LoadGen runs a scenario for at least 600 s, this plan single-stream for 18 s, server for 5 s a rate, offline for 1.2 s.',
  );
});

it('says nothing of scenarios that last as long, and of those that LoadGen does not have', () => {
  expect(
    loadgenDurationsText({
      scenarios: [
        { scenario: 'offline', rounds: 6, roundSeconds: 100 },
        { scenario: 'lanes', rounds: 6, roundSeconds: 1, lanes: 4 },
        { scenario: 'train', rounds: 6, roundSeconds: 1 },
      ],
    }),
  ).toBeNull();
});
