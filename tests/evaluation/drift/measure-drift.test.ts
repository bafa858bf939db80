import { describe, expect, it } from 'vitest';
import type { ScoreSummary } from '../../../src/domain/technology/score-summary.ts';
import { kolmogorovSmirnov, kolmogorovTail } from '../../../src/evaluation/drift/kolmogorov-smirnov.ts';
import { measureDrift } from '../../../src/evaluation/drift/measure-drift.ts';
import { stabilityIndex } from '../../../src/evaluation/drift/stability-index.ts';
import { comparableScores, summariseScores } from '../../../src/evaluation/drift/summarise-scores.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import oracles from '../../fixtures/oracles/drift.json' with { type: 'json' };

function summaryOf(scores: readonly number[]): ScoreSummary {
  const summary = summariseScores(scores);
  if (summary === null) throw new Error('no score');
  return summary;
}

/** Scores up to `largest`, as skewed as those of benign scans are. */
function drawScores(n: number, seed: number, largest = 1): readonly number[] {
  const random = createRandom(seed, 'drift');
  return Array.from({ length: n }, () => largest * random.unit() * random.unit());
}

function ties(n: number, score: number): readonly number[] {
  return new Array<number>(n).fill(score);
}

describe('summariseScores', () => {
  it('keeps every score of a small set, with how many are at or below it', () => {
    expect(summariseScores([0.5, 0.1, 0.5, 0.2000004])).toEqual({
      scores: [0.1, 0.2, 0.5],
      countsAtOrBelow: [1, 2, 4],
    });
    expect(summariseScores([])).toBeNull();
  });

  it('keeps no more than 101 scores of a large one, from the smallest to the largest', () => {
    const scores = drawScores(5000, 1);
    const { scores: kept, countsAtOrBelow } = summaryOf(scores);
    expect(kept.length).toBe(101);
    expect([kept[0], kept.at(-1)]).toEqual([comparableScores(scores)[0], comparableScores(scores).at(-1)]);
    for (const [i, score] of kept.entries()) {
      expect(countsAtOrBelow[i]).toBe(comparableScores(scores).filter((other) => other <= score).length);
      expect(i === 0 || (countsAtOrBelow[i] ?? 0) - (countsAtOrBelow[i - 1] ?? 0) <= 60).toBe(true);
    }
  });
});

describe('kolmogorovSmirnov', () => {
  it.each(oracles.exact)('gives SciPy’s distance where the summary keeps all scores, and nearly its p-value', (row) => {
    const { distance, pValue } = kolmogorovSmirnov(comparableScores(row.live), summaryOf(row.calibration));
    expect(Math.abs(distance - row.distance)).toBeLessThan(1e-12);
    // SciPy counts all orders of the scores; the corrected limit comes within a tenth of its p-value.
    expect(Math.abs(pValue / row.pValue - 1)).toBeLessThan(0.1);
  });

  it('gives the full distance, too, where live scores fell: it lies just below a score that the summary keeps', () => {
    // scipy.stats.ks_2samp([0.2, 0.4, 0.6, 0.8], [0.1, 0.3, 0.5, 0.55]).statistic
    expect(kolmogorovSmirnov([0.1, 0.3, 0.5, 0.55], summaryOf([0.2, 0.4, 0.6, 0.8])).distance).toBe(0.5);
  });

  it.each(oracles.thinned)('stays below SciPy’s distance by less than a step where the summary is thinned', (row) => {
    const { distance, pValue } = kolmogorovSmirnov(comparableScores(row.live), summaryOf(row.calibration));
    expect(distance).toBeLessThanOrEqual(row.distance + 1e-12);
    expect(distance).toBeGreaterThan(row.distance - 0.0101);
    expect(pValue).toBeGreaterThan(0.9 * row.pValue);
  });

  it.each(oracles.kolmogorov)('has SciPy’s tail of Kolmogorov’s distribution at $x', ({ x, p }) => {
    expect(Math.abs(kolmogorovTail(x) - p)).toBeLessThan(1e-11);
  });

  it('sees scores below all that there were', () => {
    expect(kolmogorovSmirnov([0.1, 0.1, 0.5, 0.6], summaryOf([0.5, 0.6])).distance).toBeCloseTo(0.5, 12);
  });
});

describe('stabilityIndex', () => {
  it('agrees with NumPy’s over deciles', () => {
    const { calibration, live, value } = oracles.stabilityIndex;
    const found = stabilityIndex(comparableScores(live), summaryOf(calibration));
    expect(found.classes).toBe(10);
    expect(Math.abs(found.value - value)).toBeLessThan(1e-9);
  });

  it('has SciPy’s χ² as the limit of chance, to 2 %', () => {
    for (const { degrees, limit } of oracles.chiSquared) {
      // 1,000 scores in equal steps from 0 on: a class each, one between two of them, and one above unless the last is 1.
      const steps = Math.ceil((degrees + 1) / 2);
      const last = degrees % 2 === 0 ? steps - 1 : steps;
      const tied = Array.from({ length: 1000 }, (_, i) => Math.floor((steps * i) / 1000) / last);
      const { chanceLimit, classes } = stabilityIndex(comparableScores(tied), summaryOf(tied));
      expect(classes).toBe(degrees + 1);
      expect(Math.abs(chanceLimit / (limit * (2 / 1000)) - 1)).toBeLessThan(0.02);
    }
  });

  it.each([
    { what: 'at the bottom', scores: [...ties(95, 0.1), ...ties(5, 0.7)], classes: 3 },
    { what: 'at the top', scores: [...ties(5, 0.1), ...ties(95, 0.7)], classes: 3 },
    { what: 'in the middle', scores: [...ties(30, 0.1), ...ties(40, 0.4), ...ties(30, 0.7)], classes: 7 },
    { what: 'at 0 and at 1, beyond which nothing can lie', scores: [...ties(30, 0), ...ties(70, 1)], classes: 3 },
    { what: 'all of them', scores: ties(100, 0.4), classes: 3 },
    { what: 'above scores of their own', scores: [...drawScores(800, 3, 0.5), ...ties(200, 0.9)], classes: 11 },
  ])(
    'parts scores that are tied $what from those below and above, and is 0 where nothing moved',
    ({ scores, classes }) => {
      const found = stabilityIndex(comparableScores(scores), summaryOf(scores));
      expect(found.classes).toBe(classes);
      expect(found.value).toBeLessThan(1e-12);
    },
  );

  it.each([0.1, 0.69, 0.71, 0.9])('sees all scores move to %f from one that nine in ten had', (score) => {
    const summary = summaryOf([...ties(50, 0.1), ...ties(950, 0.7)]);
    const { value, chanceLimit } = stabilityIndex(ties(200, score), summary);
    expect(value).toBeGreaterThan(Math.max(1, chanceLimit));
    expect(measureDrift(ties(200, score), summary)?.level).toBe('shifted');
  });

  it('sees scores leave the one that all had, in either direction', () => {
    const summary = summaryOf(ties(1000, 0.4));
    expect(measureDrift(ties(200, 0.3), summary)?.level).toBe('shifted');
    expect(measureDrift(ties(200, 0.5), summary)?.level).toBe('shifted');
    for (const n of [1, 10, 100, 5000]) expect(measureDrift(ties(n, 0.4), summary)?.level).toBe('steady');
  });
});

describe('measureDrift', () => {
  const summary = summaryOf(drawScores(2000, 1));

  it('finds no drift in other scans of the same stream, with the n of both', () => {
    const drift = measureDrift(drawScores(3000, 2), summary);
    expect(drift).toMatchObject({ level: 'steady', scores: 3000, calibrationScores: 2000 });
  });

  it('warns by how far scores have moved', () => {
    expect(measureDrift(drawScores(3000, 2, 0.7), summary)?.level).toBe('watch');
    const drift = measureDrift(drawScores(3000, 2, 0.4), summary);
    expect(drift?.level).toBe('shifted');
    expect(drift?.kolmogorovSmirnov.pValue).toBeLessThan(1e-9);
  });

  it('warns falsely of few scores as seldom as of many', () => {
    for (const n of [10, 30, 100, 1000]) {
      const warned = Array.from({ length: 400 }, (_, i) => measureDrift(drawScores(n, 10_000 + i), summary)).filter(
        (drift) => drift?.level !== 'steady',
      );
      // 2.5 % by the index, 1 % by the test: 14 of 400; more than 30 with a chance of 1 in 10,000.
      expect(warned.length, `${n} scores`).toBeLessThanOrEqual(30);
    }
  });

  it('warns falsely of tied scores no more often', () => {
    const draw = (n: number, seed: number) => {
      const random = createRandom(seed, 'tied');
      return Array.from({ length: n }, () => (random.chance(0.9) ? 0.7 : 0.6 * random.unit()));
    };
    const tied = summaryOf(draw(2000, 1));
    for (const n of [10, 30, 100, 1000]) {
      const levels = Array.from({ length: 400 }, (_, i) => measureDrift(draw(n, 10_000 + i), tied)?.level);
      expect(levels.filter((level) => level !== 'steady').length, `${n} scores`).toBeLessThanOrEqual(30);
    }
  });

  it('takes one threat in a hundred scans for no drift', () => {
    const withThreats = [...drawScores(2970, 2), ...new Array<number>(30).fill(0.99)];
    expect(measureDrift(withThreats, summary)?.level).toBe('steady');
  });

  it('says nothing of no score', () => {
    expect(measureDrift([], summary)).toBeNull();
  });
});
