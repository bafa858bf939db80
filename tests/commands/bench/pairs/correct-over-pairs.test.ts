import { expect, it } from 'vitest';
import { correctOverPairs } from '../../../../src/commands/bench/pairs/correct-over-pairs.ts';

it('corrects each scenario over all pairs by itself, and leaves what was not tested as it is', () => {
  const single = (pValue: number) => ({ state: 'estimated', scenario: 'single-stream', pValue });
  const offline = (pValue: number) => ({ state: 'estimated', scenario: 'offline', pValue });
  const few = { state: 'too-few-rounds', scenario: 'single-stream' };
  const pairs = [[single(0.01), offline(0.04)], [single(0.04), offline(0.9)], [few], [single(0.03)]];
  // Holm: 3 × 0.01; 2 × 0.03; and no less for the largest.
  expect(correctOverPairs(pairs, ({ scenario }) => scenario)).toEqual([
    [
      { ...single(0.01), pHolm: expect.closeTo(0.03, 12) },
      { ...offline(0.04), pHolm: expect.closeTo(0.08, 12) },
    ],
    [
      { ...single(0.04), pHolm: expect.closeTo(0.06, 12) },
      { ...offline(0.9), pHolm: expect.closeTo(0.9, 12) },
    ],
    [few],
    [{ ...single(0.03), pHolm: expect.closeTo(0.06, 12) }],
  ]);
});
