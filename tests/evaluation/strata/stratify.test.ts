import { describe, expect, it } from 'vitest';
import { stratify } from '../../../src/evaluation/strata/stratify.ts';

const scans = [
  { id: 1, cargo: 'tyres', place: 'roof' },
  { id: 2, cargo: 'drums', place: null },
  { id: 3, cargo: 'tyres', place: 'false-floor' },
  { id: 4, cargo: 'tyres', place: null },
  { id: 5, cargo: 'coils', place: 'roof' },
];

const ids = (strata: ReadonlyMap<string, readonly { id: number }[]>) =>
  Object.fromEntries([...strata].map(([key, stratum]) => [key, stratum.map(({ id }) => id)]));

describe('the strata', () => {
  it('hold the scans with the same key, in their order', () => {
    expect(ids(stratify(scans, ({ cargo }) => cargo))).toEqual({ tyres: [1, 3, 4], drums: [2], coils: [5] });
  });

  it('leave out scans without a key', () => {
    expect(ids(stratify(scans, ({ place }) => place))).toEqual({ roof: [1, 5], 'false-floor': [3] });
  });
});
