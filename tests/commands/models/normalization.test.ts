import { describe, expect, it } from 'vitest';
import { readNormalization, spreadOver } from '../../../src/commands/models/normalization.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

describe('readNormalization', () => {
  it('reads names, one pair for all channels, or one for each', () => {
    expect(readNormalization('bytes')).toEqual({ mean: [0], std: [1 / 255] });
    expect(readNormalization('0.5/0.25')).toEqual({ mean: [0.5], std: [0.25] });
    expect(readNormalization('1,2/3,4')).toEqual({ mean: [1, 2], std: [3, 4] });
  });

  it.each(['0.5', '0.5/0', '0.5/-1', '1,2/3', '1/2/3', 'x/1', '/', ''])('reads nothing from "%s"', (text) => {
    expect(readNormalization(text)).toBeNull();
  });
});

describe('spreadOver', () => {
  it('gives one value to all channels, and refuses too few', () => {
    expect(valueFrom(spreadOver(3, { mean: [0.5], std: [2] }))).toEqual({ mean: [0.5, 0.5, 0.5], std: [2, 2, 2] });
    expect(failureOf(spreadOver(3, { mean: [1, 2], std: [1, 2] }))).toContain('takes 3 channels');
  });
});
