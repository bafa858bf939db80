import { describe, expect, it } from 'vitest';
import { auroc, aurocOfTally } from '../../src/evaluation/auroc.ts';
import { averagePrecision } from '../../src/evaluation/average-precision.ts';
import { bootstrap, statisticOf } from '../../src/evaluation/bootstrap.ts';
import proc from '../fixtures/oracles/proc.json' with { type: 'json' };
import oracles from '../fixtures/oracles/scores.json' with { type: 'json' };
import { ranked } from './score-sets.ts';

const { threats, benigns } = proc.markers.s100b;
const scores = ranked(threats, benigns);
const sizes = { threats: threats.length, benigns: benigns.length };

describe('bootstrap', () => {
  it('observes the measure itself, and spreads about it as DeLong says', () => {
    const measured = bootstrap(statisticOf(scores, aurocOfTally), { ...sizes, seed: 3 });
    const delong = auroc(scores);
    expect(measured?.observed).toBeCloseTo(delong?.value ?? 0, 14);
    // 2,000 resamples give a standard error to within 1.6 % of its own; three of those, and DeLong's is not the same quantity.
    expect((measured?.standardError ?? 0) / (delong?.standardError ?? 1)).toBeGreaterThan(0.93);
    expect((measured?.standardError ?? 0) / (delong?.standardError ?? 1)).toBeLessThan(1.07);
    expect(measured?.bounds[0]).toBeCloseTo(delong?.bounds[0] ?? 0, 1);
    expect(measured?.resamples).toBe(2000);
  });

  it('finds SciPy’s BCa interval from its own draws, within what 2,000 draws leave open', () => {
    const [fine] = oracles.bootstraps;
    const [, set] = oracles.sets;
    if (fine === undefined || set === undefined) throw new Error('the oracles are empty');
    const measured = bootstrap(statisticOf(ranked(set.threats, set.benigns), aurocOfTally), {
      threats: set.threats.length,
      benigns: set.benigns.length,
      seed: 11,
      method: 'bca',
    });
    expect(Math.abs((measured?.bounds[0] ?? 0) - (fine.bca[0] ?? 1))).toBeLessThan(0.025);
    expect(Math.abs((measured?.bounds[1] ?? 0) - (fine.bca[1] ?? 1))).toBeLessThan(0.025);
  });

  it('gives the same numbers for a seed, and others for another', () => {
    const run = (seed: number) => bootstrap(statisticOf(scores, averagePrecision), { ...sizes, seed, resamples: 50 });
    expect(run(1)).toEqual(run(1));
    expect(run(1)?.bounds).not.toEqual(run(2)?.bounds);
  });

  it('compares two technologies on the same draws', () => {
    const first = statisticOf(scores, aurocOfTally);
    const again = statisticOf(ranked(threats.map(Math.sqrt), benigns.map(Math.sqrt)), aurocOfTally);
    const difference = bootstrap((weights) => (first(weights) ?? 0) - (again(weights) ?? 0), { ...sizes, seed: 1 });
    expect(difference).toMatchObject({ observed: 0, standardError: 0, bounds: [0, 0] });
  });

  it('is null where the statistic has no value', () => {
    const none = statisticOf(ranked([], [0.1]), aurocOfTally);
    expect(bootstrap(none, { threats: 0, benigns: 1, seed: 1 })).toBeNull();
    const sometimes = bootstrap((weights) => (weights.threats[0] === 1 ? 1 : null), {
      threats: 2,
      benigns: 0,
      seed: 1,
    });
    expect(sometimes).toBeNull();
  });
});
