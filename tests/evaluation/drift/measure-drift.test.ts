import { describe, expect, it } from 'vitest';
import type { ScoreSummary } from '../../../src/domain/score-summary.ts';
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
      // As many equal steps as classes, 1,000 scores each time.
      const steps = Array.from({ length: 1000 }, (_, i) => Math.floor(((degrees + 1) * i) / 1000) / 10);
      const { chanceLimit, classes } = stabilityIndex(comparableScores(steps), summaryOf(steps));
      expect(classes).toBe(degrees + 1);
      expect(Math.abs(chanceLimit / (limit * (2 / 1000)) - 1)).toBeLessThan(0.02);
    }
  });

  it('parts tied scores into as many classes as they allow', () => {
    const tied = [...new Array(95).fill(0.1), ...new Array(5).fill(0.7)];
    const { classes, value } = stabilityIndex(comparableScores(tied), summaryOf(tied));
    expect([classes, value]).toEqual([2, 0]);
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

  it('takes one threat in a hundred scans for no drift', () => {
    const withThreats = [...drawScores(2970, 2), ...new Array<number>(30).fill(0.99)];
    expect(measureDrift(withThreats, summary)?.level).toBe('steady');
  });

  it('says nothing of no score', () => {
    expect(measureDrift([], summary)).toBeNull();
  });
});
