import { describe, expect, it } from 'vitest';
import { paretoFront } from '../../../../src/commands/bench/html/pareto-front.ts';

describe('paretoFront', () => {
  it('keeps what no other beats, cheapest first, and of equals both', () => {
    const cheap = { cost: 1, worth: 0.5 };
    const good = { cost: 10, worth: 0.9 };
    const beaten = { cost: 10, worth: 0.8 };
    const costlier = { cost: 11, worth: 0.9 };
    expect(paretoFront([good, beaten, costlier, cheap])).toEqual([cheap, good]);
    expect(paretoFront([cheap, { ...cheap }])).toHaveLength(2);
  });
});
