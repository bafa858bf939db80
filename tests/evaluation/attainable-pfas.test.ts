import { describe, expect, it } from 'vitest';
import { attainablePfas } from '../../src/evaluation/attainable-pfas.ts';

describe('attainablePfas', () => {
  it('has every one that a few benign scans allow', () => {
    expect(attainablePfas(4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(attainablePfas(0)).toEqual([]);
  });

  it('has the lowest ten of many, never one that no count of scans gives, and not many in all', () => {
    const pfas = attainablePfas(10_000);
    expect(pfas.slice(0, 11)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) => count / 10_000));
    expect(pfas.every((pfa) => Number.isInteger(Number((pfa * 10_000).toFixed(6))))).toBe(true);
    expect(pfas).toEqual([...new Set(pfas)].toSorted((a, b) => a - b));
    expect(pfas.at(-1)).toBe(1);
    expect(pfas.length).toBeLessThan(80);
  });
});
