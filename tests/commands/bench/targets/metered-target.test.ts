import { describe, expect, it } from 'vitest';
import { meteredTarget } from '../../../../src/commands/bench/targets/metered-target.ts';
import type { RunningTarget } from '../../../../src/commands/bench/targets/start-target.ts';
import { fail, succeed } from '../../../../src/domain/failure.ts';
import { screenedTechnology } from '../../../fixtures/scored-scan.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';

const BLOCK = {
  latenciesMs: [10],
  wallMs: 10,
  serviceMs: 10,
  cpuMs: 10,
  lateMs: 0,
  scansPerQuery: 1,
  workers: 1,
  peakMemoryBytes: 1,
  answers: [],
};

function target(measure: RunningTarget['measure']): RunningTarget {
  const tileBatch = { tiles: 1, whyAlone: null };
  const ready = { technology: screenedTechnology('first'), tileBatch, loadMs: 1, warmUpMs: 1, remote: null };
  return { ready, measure, readSha256: async () => succeed(''), stop: async () => {} };
}

const ORDER = { shape: { scenario: 'offline' }, leastMs: 1, round: 0 } as const;
const meter = (joules: number | null) => ({ what: 'fake', start: async () => async () => joules });

describe('meteredTarget', () => {
  it('tells of each block what was drawn, and nothing of what could not be read', async () => {
    const metered = meteredTarget(
      target(async () => succeed(BLOCK)),
      { cpu: meter(12), gpu: meter(null) },
    );
    const { energy } = valueFrom(await metered.measure(ORDER));
    expect(energy).toEqual({ cpu: { joules: 12, seconds: expect.any(Number) } });
    expect(energy?.cpu?.seconds).toBeGreaterThan(0);
  });

  it('hands a failure on', async () => {
    const metered = meteredTarget(
      target(async () => fail('runtime-failed', 'It broke.')),
      { cpu: meter(1) },
    );
    expect(failureOf(await metered.measure(ORDER))).toBe('It broke.');
  });
});
