import { describe, expect, it } from 'vitest';
import { calibrateShare, classifyByDarkness } from '../../../bench/dark-share/hidden-shares.ts';
import type { HiddenBag } from '../../../bench/dark-share/hide-bag.ts';
import { wilsonBounds } from '../../../src/evaluation/rate-bounds.ts';

/** Bags among the goods of loads of one darkness, some hidden, the others plain. */
const bagsAt = (darkRatio: number, hidden: number, plain: number): readonly HiddenBag[] =>
  Array.from({ length: hidden + plain }, (_, index) => ({
    place: 'among-goods',
    darkRatio,
    litShare: index < hidden ? 0.1 : 0.9,
    contrastToNoise: index < hidden ? 0.4 : 6,
    detectability: index < hidden ? 3 : 90,
  }));

const EVER_DARKER = [
  ...bagsAt(0.01, 0, 9),
  ...bagsAt(0.05, 6, 3),
  ...bagsAt(0.15, 2, 7),
  ...bagsAt(0.25, 3, 3),
  ...bagsAt(0.35, 5, 4),
  ...bagsAt(0.45, 6, 3),
  ...bagsAt(0.75, 9, 0),
];

describe('classifyByDarkness', () => {
  it('counts each bag once, a load on a border in the darker class', () => {
    const classes = classifyByDarkness([...EVER_DARKER, ...bagsAt(0.3, 1, 0), ...bagsAt(1, 1, 0)]);
    expect(classes.reduce((sum, { all }) => sum + all.n, 0)).toBe(EVER_DARKER.length + 2);
    expect(classes.find(({ from }) => from === 0.3)?.all).toEqual({ hidden: 6, n: 10, bounds: wilsonBounds(6, 10) });
    expect(classes.at(-1)?.all.n).toBe(10);
  });

  it('gives no bounds to a class without loads', () => {
    expect(classifyByDarkness(bagsAt(0.35, 1, 0))[0]?.all).toEqual({ hidden: 0, n: 0, bounds: null });
  });
});

describe('calibrateShare', () => {
  it('is the lowest class from which on every class hides more than half, a coin is not enough', () => {
    expect(calibrateShare(EVER_DARKER)).toEqual({
      share: 0.3,
      below: { hidden: 11, n: 33, bounds: wilsonBounds(11, 33) },
      above: { hidden: 20, n: 27, bounds: wilsonBounds(20, 27) },
    });
  });

  it('is null where even the darkest loads show most bags', () => {
    expect(calibrateShare(bagsAt(0.8, 4, 5))).toBeNull();
  });
});
