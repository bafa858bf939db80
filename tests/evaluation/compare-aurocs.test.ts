import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from '../../src/evaluation/auroc.ts';
import { compareAurocs } from '../../src/evaluation/compare-aurocs.ts';
import { pairedDifference } from '../../src/evaluation/paired-difference.ts';
import proc from '../fixtures/oracles/proc.json' with { type: 'json' };
import { failureOf, valueFrom } from '../fixtures/value-from.ts';
import { ranked, tiedScores } from './score-sets.ts';

const markers = new Map(
  Object.entries(proc.markers).map(([name, { threats, benigns }]) => [name, ranked(threats, benigns)]),
);

function marker(name: string) {
  const scores = markers.get(name);
  if (scores === undefined) throw new Error(`no marker ${name}`);
  return scores;
}

describe('compareAurocs', () => {
  it.each(proc.pairs)('agrees with pROC on $first and $second', (pair) => {
    const comparison = valueFrom(compareAurocs(marker(pair.first), marker(pair.second)));
    expect(comparison.difference / comparison.standardError).toBeCloseTo(pair.z, 11);
    expect(comparison.pValue).toBeCloseTo(pair.pValue, 12);
    expect(comparison.bounds[0]).toBeCloseTo(pair.bounds[0] ?? 0, 12);
    expect(comparison.bounds[1]).toBeCloseTo(pair.bounds[1] ?? 0, 12);
  });

  it('finds no difference between a technology and its own scores on another scale', () => {
    fc.assert(
      fc.property(tiedScores(2), tiedScores(2), (threats, benigns) => {
        const scaled = (scores: readonly number[]) => scores.map((score) => score ** 3);
        const comparison = compareAurocs(ranked(threats, benigns), ranked(scaled(threats), scaled(benigns)));
        expect(valueFrom(comparison)).toMatchObject({ difference: 0, standardError: 0, pValue: 1 });
      }),
    );
  });

  it('turns its sign, and nothing else, when the technologies change places', () => {
    const there = valueFrom(compareAurocs(marker('wfns'), marker('ndka')));
    const back = valueFrom(compareAurocs(marker('ndka'), marker('wfns')));
    expect(back.difference).toBe(-there.difference);
    expect(back.pValue).toBe(there.pValue);
  });

  it('has the variance of unpaired technologies where one of them only guesses', () => {
    const { threats, benigns } = proc.markers.s100b;
    const guess = ranked(new Float64Array(threats.length), new Float64Array(benigns.length));
    const comparison = valueFrom(compareAurocs(ranked(threats, benigns), guess));
    expect(comparison.standardError).toBeCloseTo(auroc(ranked(threats, benigns))?.standardError ?? 0, 14);
  });

  it('has no p-value, and no NaN, where all scans differ alike', () => {
    const comparison = valueFrom(compareAurocs(ranked([1, 1], [0, 0]), ranked([0, 0], [1, 1])));
    expect(comparison).toMatchObject({ difference: 1, standardError: 0, pValue: null });
  });

  it('claims no certainty where no scan varies: as much as so many pairs leave open', () => {
    const ofPairs = (onlyFirstRight: number, bothRight: number) =>
      pairedDifference({ bothRight, onlyFirstRight, onlySecondRight: 0, bothWrong: 0 })?.bounds;
    const bothPerfect = valueFrom(compareAurocs(ranked([8, 9, 7], [0, 1]), ranked([0.6, 0.9, 0.8], [0.2, 0.1])));
    expect(bothPerfect).toMatchObject({ difference: 0, pValue: 1, bounds: ofPairs(0, 2) });
    const reversed = valueFrom(compareAurocs(ranked([1, 1], [0, 0, 0]), ranked([0, 0], [1, 1, 1])));
    expect(reversed.bounds).toEqual(ofPairs(2, 0));
    const guessing = valueFrom(compareAurocs(ranked([1, 1], [0, 0]), ranked([0, 0], [0, 0])));
    expect(guessing).toMatchObject({ difference: 0.5, bounds: ofPairs(1, 1) });
  });

  it('calls nothing different of fewer than ten of a kind, and leaves as much open as so many pairs', () => {
    const benigns = Array.from({ length: 100 }, (_, i) => i / 100);
    // Both threats behind one benign scan, and amid them: DeLong's p-value is below 10⁻⁸.
    const comparison = valueFrom(compareAurocs(ranked([0.985, 0.985], benigns), ranked([0.505, 0.505], benigns)));
    expect(comparison.difference).toBeCloseTo(0.48, 12);
    expect(comparison.pValue).toBeNull();
    expect(comparison.bounds[0]).toBeLessThan(-0.3);
    expect(comparison.bounds[1]).toBeGreaterThan(0.8);
  });

  it('finds exactly no difference between a technology and itself', () => {
    const own = ranked([0.9, 0.8], [0.1, 0.2]);
    expect(valueFrom(compareAurocs(own, own))).toMatchObject({ difference: 0, bounds: [0, 0], pValue: 1 });
  });

  it('has no bound beyond what two AUROCs can differ by', () => {
    const bounds = valueFrom(compareAurocs(ranked([0.9, 0.2], [0.1, 0.3]), ranked([0.1, 0.8], [0.7, 0.9]))).bounds;
    expect(bounds[1]).toBe(1);
    expect(bounds[0]).toBeGreaterThan(-1);
  });

  it('refuses other scans and too few of them', () => {
    expect(failureOf(compareAurocs(ranked([1, 1], [0, 0]), ranked([1, 1], [0])))).toMatch(/same scans/);
    expect(failureOf(compareAurocs(ranked([1], [0, 0]), ranked([1], [0, 0])))).toMatch(/at least two/);
    expect(failureOf(compareAurocs(ranked([], []), ranked([], [])))).toMatch(/at least two/);
  });
});
