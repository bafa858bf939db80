import { describe, expect, it } from 'vitest';
import { spreadOver } from '../../../src/commands/samples/spread-over.ts';
import { type PlannedScan, planSamples } from '../../../src/simulator/plan-samples.ts';

const whole = { scanner: 'gate-6-4', split: 'test', cargo: null, threatShare: 0.5, vehicleShare: 0.4 } as const;
const truthOf = ({ threat }: PlannedScan) => (threat ? 'threat' : 'benign');

describe('spreadOver', () => {
  it('takes threats and benign scans by their shares, also where their turns and even steps are in step', () => {
    for (const [count, few] of [
      [210, 10],
      [550, 10],
      [1100, 20],
    ] as const) {
      for (const seed of [1, 2, 3, 7, 123]) {
        const planned = planSamples({ ...whole, count, seed });
        const chosen = spreadOver(planned, few, truthOf);
        const threats = chosen.filter((one) => truthOf(one) === 'threat');
        expect(chosen).toHaveLength(few);
        expect(threats).toHaveLength(few / 2);
      }
    }
  });

  it('takes some of every stretch of a list, in its order, and the same each time', () => {
    const list = Array.from({ length: 1000 }, (_, place) => place);
    const chosen = spreadOver(list, 10, () => 'one');
    expect(chosen.map((place) => Math.floor(place / 100))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(spreadOver(list, 10, () => 'one')).toEqual(chosen);
    expect(spreadOver(list, 1000, () => 'one')).toEqual(list);
  });

  it('gives what is rare its share, rounded', () => {
    const list = Array.from({ length: 100 }, (_, place) => place);
    const kindOf = (place: number) => (place % 10 === 3 ? 'rare' : 'common');
    expect(spreadOver(list, 20, kindOf).filter((place) => kindOf(place) === 'rare')).toHaveLength(2);
    expect(spreadOver(list, 16, kindOf).filter((place) => kindOf(place) === 'rare')).toHaveLength(2);
  });
});
