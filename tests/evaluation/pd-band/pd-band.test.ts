import { describe, expect, it } from 'vitest';
import { alarmStairsOf } from '../../../src/evaluation/pd-band/alarm-stairs.ts';
import { pdBandOf } from '../../../src/evaluation/pd-band/pd-band.ts';
import { exactBounds } from '../../../src/evaluation/rate-bounds.ts';
import { tallyOf } from '../../../src/evaluation/tally.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import oracles from '../../fixtures/oracles/scores.json' with { type: 'json' };
import { ranked } from '../score-sets.ts';

function bandOf(threats: readonly number[], benigns: readonly number[], pfaLimit: number) {
  return pdBandOf(alarmStairsOf(tallyOf(ranked(threats, benigns))), pfaLimit);
}

/** The interval of Clopper and Pearson for so many of a hundred. */
function expectExact([lower, upper]: readonly [number, number], hits: number): void {
  const [exactLower, exactUpper] = exactBounds(hits, 100);
  expect(lower).toBeCloseTo(exactLower, 6);
  expect(upper).toBeCloseTo(exactUpper, 6);
}

/** Threats score two deviations above benign scans: at a Pfa of 1 %, 10 %, … this is what is found of them. */
const TRUE_PDS = [
  [0.01, 0.3721],
  [0.05, 0.6388],
  [0.1, 0.7638],
] as const;

describe('pdBandOf', () => {
  it('agrees with SciPy’s beta integrals', () => {
    for (const { threats, benigns, limit, bounds } of oracles.pdBands) {
      const [lower, upper] = bandOf(threats, benigns, limit);
      expect(lower).toBeCloseTo(bounds[0] ?? Number.NaN, 7);
      expect(upper).toBeCloseTo(bounds[1] ?? Number.NaN, 7);
    }
  });

  it.each([
    [20, 20],
    [100, 100],
    [300, 100],
  ])('lies wholly above or below the truth as rarely as it says: %d benign scans, %d threats', (n, m) => {
    const random = createRandom(1, `${n} ${m}`);
    const draws = 400;
    const above = TRUE_PDS.map(() => 0);
    const below = TRUE_PDS.map(() => 0);
    for (let draw = 0; draw < draws; draw++) {
      const threats = Array.from({ length: m }, () => 2 + random.normal());
      const benigns = Array.from({ length: n }, () => random.normal());
      for (const [place, [limit, truth]] of TRUE_PDS.entries()) {
        const [lower, upper] = bandOf(threats, benigns, limit);
        if (lower > truth) above[place] = (above[place] ?? 0) + 1;
        if (upper < truth) below[place] = (below[place] ?? 0) + 1;
      }
    }
    // 2.5 % of 400 are 10; more than 16 come of that in 2 of 100 runs.
    for (const count of [...above, ...below]) expect(count).toBeLessThanOrEqual(16);
  });

  it('reaches down to 0 while no benign scan may lie above the true threshold, below 368 scans for 1 %', () => {
    const [n, best] = [368, Array.from({ length: 100 }, () => 2)];
    const benigns = Array.from({ length: n }, (_, i) => i / n);
    expect(bandOf(best, benigns.slice(1), 0.01)[0]).toBe(0);
    // Threats that all score higher than any benign scan are then found by whichever threshold leaves one above it.
    expect(bandOf(best, benigns, 0.01)[0]).toBeGreaterThan(0.5);
  });

  it('is Clopper’s and Pearson’s interval where the threshold is in no doubt', () => {
    // Whichever of these benign scans the threshold lies at, 30 of 100 threats lie above it.
    const threats = Array.from({ length: 100 }, (_, i) => (i < 30 ? 2 : -1));
    const benigns = Array.from({ length: 1000 }, (_, i) => i / 1000);
    expectExact(bandOf(threats, benigns, 0.1), 30);
  });

  it('is wider by the doubt about the threshold, which benign scans take away', () => {
    const threats = Array.from({ length: 200 }, (_, i) => i / 200);
    const widths = [400, 4000, 40_000].map((n) => {
      const [lower, upper] = bandOf(
        threats,
        Array.from({ length: n }, (_, i) => i / n),
        0.1,
      );
      return upper - lower;
    });
    const [exactLower, exactUpper] = exactBounds(20, 200);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(widths[0]).toBeGreaterThan(1.1 * (exactUpper - exactLower));
    expect(Math.abs((widths.at(-1) ?? 0) / (exactUpper - exactLower) - 1)).toBeLessThan(0.05);
  });

  it('takes benign scans that score alike as one: none alarms without the others', () => {
    // A tenth of the benign scans share the highest score; within 5 % none of them may alarm, and 40 of 100 threats lie above.
    const threats = Array.from({ length: 100 }, (_, i) => (i < 40 ? 3 : 2));
    const benigns = Array.from({ length: 1000 }, (_, i) => (i < 100 ? 2 : i / 1000));
    expectExact(bandOf(threats, benigns, 0.05), 40);
  });

  it('takes a million scans, whose counts it does not tell apart one by one', () => {
    const threats = Float64Array.from({ length: 100_000 }, (_, i) => i / 100_000);
    const benigns = Float64Array.from({ length: 900_000 }, (_, i) => i / 900_000);
    const [lower, upper] = bandOf([...threats], [...benigns], 0.2);
    expect(lower).toBeGreaterThan(0.195);
    expect(lower).toBeLessThan(0.1985);
    expect(upper).toBeGreaterThan(0.2015);
    expect(upper).toBeLessThan(0.205);
  });
});
