import { describe, expect, it } from 'vitest';
import { linearScale, logScale } from '../../../../src/commands/bench/html/scale.ts';

describe('scales', () => {
  it('places equal steps equally and equal ratios equally', () => {
    const linear = linearScale([0, 1], [100, 200]);
    expect([0, 0.25, 1].map(linear.at)).toEqual([100, 125, 200]);
    const log = logScale([0.01, 1], [100, 200]);
    expect([0.01, 0.1, 1].map(log.at)).toEqual([100, 150, 200]);
  });

  it('runs upwards where the axis does, and draws what lies off an end at the end', () => {
    expect([0, 1, 2].map(linearScale([0, 1], [300, 10]).at)).toEqual([300, 10, 10]);
    expect(logScale([0.01, 1], [0, 100]).at(0)).toBe(0);
  });

  it('labels round values that lie on the axis', () => {
    expect(linearScale([0, 1], [0, 1]).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearScale([0.7, 1], [0, 1]).ticks).toEqual([0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1]);
    expect(logScale([8, 60], [0, 1]).ticks).toEqual([10, 20, 50]);
    expect(logScale([0.001, 1], [0, 1]).ticks).toEqual([0.001, 0.01, 0.1, 1]);
  });
});
