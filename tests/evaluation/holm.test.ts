import { expect, it } from 'vitest';
import { holmAdjust } from '../../src/evaluation/holm.ts';
import oracles from '../fixtures/oracles/proc.json' with { type: 'json' };

it('multiplies each p-value by the tests not yet rejected, and never lets a larger one fall below a smaller', () => {
  // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") is 0.03 0.06 0.06 0.02.
  expect(holmAdjust([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)));
});

it.each(oracles.holm)('raises p-values as R does: $pValues', ({ pValues, adjusted }) => {
  for (const [place, raised] of holmAdjust(pValues).entries()) {
    expect(Math.abs((raised ?? Number.NaN) - (adjusted[place] ?? 0))).toBeLessThanOrEqual(
      1e-12 * (adjusted[place] ?? 0),
    );
  }
});

it('stops at 1, and leaves out what was not tested', () => {
  expect(holmAdjust([0.6, null, 0.5])).toEqual([1, null, 1]);
  expect(holmAdjust([])).toEqual([]);
});
