import { expect, it } from 'vitest';
import { pValueText } from '../../../src/console/comparison/interval-text.ts';

it('does not call a p-value nothing', () => {
  expect([0.5, 0.0154, 0.001, 0.0009, 1e-12].map(pValueText)).toEqual([
    '0.500',
    '0.015',
    '0.001',
    '< 0.001',
    '< 0.001',
  ]);
});
