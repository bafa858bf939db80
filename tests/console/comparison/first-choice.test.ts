import { describe, expect, it } from 'vitest';
import { firstChoice } from '../../../src/console/comparison/first-choice.ts';

const IDS = ['local-contrast', 'pattern-break', 'tip-unet'];

describe('firstChoice', () => {
  it('opens with champion and challenger', () => {
    expect(firstChoice(IDS, { screensNow: 'tip-unet', challengers: ['pattern-break'] })).toEqual([
      'tip-unet',
      'pattern-break',
    ]);
  });

  it('fills what is missing with the first other technology', () => {
    expect(firstChoice(IDS, { screensNow: 'local-contrast', challengers: [] })).toEqual(IDS.slice(0, 2));
    expect(firstChoice(IDS, { screensNow: 'tip-unet', challengers: ['gone', 'tip-unet'] })).toEqual([
      'tip-unet',
      'local-contrast',
    ]);
    expect(firstChoice(IDS, { screensNow: null, challengers: [] })).toEqual(IDS.slice(0, 2));
    expect(firstChoice(IDS.slice(0, 1), { screensNow: null, challengers: [] })).toEqual(['local-contrast']);
  });
});
