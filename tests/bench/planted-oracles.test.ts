import { describe, expect, it } from 'vitest';
import { independentDifference } from '../../src/evaluation/independent-difference.ts';
import { pairedDifference } from '../../src/evaluation/paired-difference.ts';
import { wilsonBounds } from '../../src/evaluation/rate-bounds.ts';
import { speedRatio } from '../../src/performance/speed-ratio.ts';
import { twoRunRatio } from '../../src/performance/two-run-ratio.ts';
import oracles from '../fixtures/oracles/planted.json' with { type: 'json' };

/** No wider than this many times what a statistician makes of the same outcomes. */
const WIDTH_LIMIT = 1.15;
/** Of 100 runs, bounds of 95 % hold the truth in fewer once in a thousand. */
const LEAST_HELD = 88;

interface Beside {
  readonly ours: readonly (readonly number[])[];
  readonly oracles: readonly (readonly number[])[];
}

function widthRatio({ ours, oracles: theirs }: Beside): number {
  const width = (all: Beside['ours']) => all.reduce((sum, [lower = 0, upper = 0]) => sum + upper - lower, 0);
  return width(ours) / width(theirs);
}

function held(bounds: Beside['ours'], truth: number): number {
  return bounds.filter(([lower = 0, upper = 0]) => lower <= truth && truth <= upper).length;
}

/** Bounds of a ratio as those of its logarithm. */
function logBounds(found: ReturnType<typeof speedRatio> | ReturnType<typeof twoRunRatio>): readonly number[] {
  if (found.state !== 'estimated') throw new Error('twelve rounds are enough');
  return found.bounds.map(Math.log);
}

const paired = ([bothRight = 0, onlyFirstRight = 0, onlySecondRight = 0, bothWrong = 0]: readonly number[]) =>
  pairedDifference({ bothRight, onlyFirstRight, onlySecondRight, bothWrong })?.bounds ?? [];

const rate = (count: number, n: number) => ({ value: count / n, bounds: wilsonBounds(count, n) });

const { pd, pfa, otherScans, interleaved, twoRuns } = oracles;

const CASES = [
  ['Pd on the same scans, Tango beside Bonett and Price', pd, pd.runs.map(({ counts }) => paired(counts))],
  ['Pfa on the same scans, Tango beside Bonett and Price', pfa, pfa.runs.map(({ counts }) => paired(counts))],
  [
    'Pd on other scans, Newcombe beside Agresti and Caffo',
    otherScans,
    otherScans.runs.map(({ counts: [first = 0, second = 0] }) => {
      const [a, b] = [rate(first, otherScans.scans), rate(second, otherScans.scans)];
      return independentDifference(a, b).bounds;
    }),
  ],
  [
    'the ratio of interleaved speeds, beside a paired t interval',
    interleaved,
    interleaved.runs.map(({ logs }) =>
      logBounds(speedRatio(logs.map((log) => ({ firstMs: 1, secondMs: Math.exp(log) })))),
    ),
  ],
  [
    'the ratio of speeds of two runs, beside Welch with his degrees of freedom',
    twoRuns,
    twoRuns.runs.map(({ first, second }) => logBounds(twoRunRatio(first.map(Math.exp), second.map(Math.exp)))),
  ],
] as const;

describe('bounds of planted outcomes, beside those of a statistician with SciPy', () => {
  it.each(CASES)('are no wider than 1.15 times those, and hold as much: %s', (_, { truth, runs }, ours) => {
    const theirs = runs.map(({ bounds }) => bounds);
    expect(widthRatio({ ours, oracles: theirs })).toBeLessThan(WIDTH_LIMIT);
    expect(held(ours, truth)).toBeGreaterThanOrEqual(LEAST_HELD);
    expect(held(ours, truth)).toBeGreaterThanOrEqual(held(theirs, truth) - 2);
  });

  it('are the very same of interleaved speeds', () => {
    const [, , ours] = CASES[3];
    for (const [place, { bounds }] of interleaved.runs.entries()) {
      for (const [end, bound] of bounds.entries()) expect(ours[place]?.[end]).toBeCloseTo(bound, 9);
    }
  });
});
