import { describe, expect, it } from 'vitest';
import { alarmLevelsOf } from '../../../src/evaluation/pd-band/alarm-levels.ts';
import { alarmStairsOf } from '../../../src/evaluation/pd-band/alarm-stairs.ts';
import { differenceBand } from '../../../src/evaluation/pd-band/difference-band.ts';
import { pdBandOf } from '../../../src/evaluation/pd-band/pd-band.ts';
import { tallyOf } from '../../../src/evaluation/tally.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import oracles from '../../fixtures/oracles/scores.json' with { type: 'json' };
import { ranked } from '../score-sets.ts';

const random = createRandom(9, 'scores');
const normals = (n: number, mean = 0) => Array.from({ length: n }, () => mean + random.normal());

/** One benign scan in 65 scores as a threat does: at a limit of 1 % all are missed, which most draws of 100 do not tell. */
const OUTLIERS = 1 / 65;

describe('differenceBand', () => {
  it('is the band of the first alone where the second finds nothing', () => {
    const [threats, benigns] = [normals(120, 2.2), normals(500)];
    const first = ranked(threats, benigns);
    const nothing = ranked(Array<number>(120).fill(-9), benigns);
    const [lower, upper] = differenceBand(first, nothing, { pfaLimit: 0.05, seed: 3 }).bounds;
    const band = pdBandOf(alarmStairsOf(tallyOf(first)), 0.05);
    // 2,000 draws leave a bound uncertain by about a hundredth, and a threat that the second alone finds a hundredth more.
    expect(Math.abs(lower - band[0])).toBeLessThan(0.02);
    expect(Math.abs(upper - band[1])).toBeLessThan(0.02);
  });

  it.each(oracles.pdDifferences)(
    'agrees with NumPy’s Dirichlet draws, at a limit of $limit',
    ({ first, second, limit, bounds }) => {
      const [a, b] = [first, second].map(({ threats, benigns }) => ranked(threats, benigns));
      if (a === undefined || b === undefined) throw new Error('there are two');
      const { bounds: found } = differenceBand(a, b, { pfaLimit: limit, seed: 1 });
      // An end of 2,000 draws is uncertain by about two hundredths where few are near it.
      for (const [end, bound] of bounds.entries())
        expect(Math.abs((found[end] ?? Number.NaN) - bound)).toBeLessThan(0.03);
    },
  );

  it('holds what is true where one technology has benign scans among its threats that few draws show', () => {
    const [draws, truth] = [120, 1 - 0.0014];
    let held = 0;
    for (let draw = 0; draw < draws; draw++) {
      const threats = normals(20);
      const benigns = normals(100);
      const first = ranked(
        threats.map((score) => score + 5.3),
        benigns,
      );
      const second = ranked(
        threats.map((score) => score + 3.5),
        benigns.map((score) => (random.unit() < OUTLIERS ? 20 + score : score)),
      );
      const [lower, upper] = differenceBand(first, second, { pfaLimit: 0.01, seed: draw }).bounds;
      if (lower <= truth && truth <= upper) held++;
    }
    // A bootstrap held it in 70 of 100. Of 120, 95 % are 114; fewer than 107 come of that once in a thousand.
    expect(held).toBeGreaterThanOrEqual(107);
  });

  it('has a p-value that agrees with its bounds, and is lower only by more draws where these are all on one side', () => {
    const benigns = normals(500);
    const threats = normals(120);
    const shifted = (by: number) =>
      ranked(
        threats.map((score) => score + by),
        benigns,
      );
    let disagree = 0;
    for (let step = 0; step <= 20; step++) {
      const [a, b] = [shifted(2 + 0.02 * step), shifted(2)];
      const { bounds, pValue } = differenceBand(a, b, { pfaLimit: 0.05, seed: step });
      if (bounds[0] > 0 !== pValue < 0.05) disagree++;
      expect(differenceBand(b, a, { pfaLimit: 0.05, seed: step }).pValue < 0.2).toBe(pValue < 0.2);
    }
    expect(disagree).toBe(0);
    const clear = (others?: number) =>
      differenceBand(shifted(5), shifted(0), { pfaLimit: 0.05, seed: 1, ...(others !== undefined && { others }) })
        .pValue;
    expect(clear()).toBeCloseTo(2 / 2001, 12);
    // Of a hundred pairs Holm takes it a hundredfold.
    expect(100 * clear(99)).toBeLessThan(0.05);
  });

  it('knows the levels of each count that the stairs of one technology have, ties included', () => {
    const scores = ranked([0.1, 0.3, 0.4, 0.6, 0.8], [0.2, 0.4, 0.4, 0.4, 0.7, 0.7, 0.1]);
    const stairs = alarmStairsOf(tallyOf(scores));
    const { highest, fewestHits, mostHits } = alarmLevelsOf(scores, 99);
    const hits = (level: number | undefined) => scores.threatLevels.filter((own) => own >= (level ?? 0)).length;
    expect(highest).toHaveLength(7);
    for (let count = 0; count <= 7; count++) {
      expect(hits(fewestHits[count])).toBe(stairs.fewestHits(count));
      expect(hits(mostHits[count])).toBe(stairs.mostHits(count));
    }
  });
});
