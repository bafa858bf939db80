import { describe, expect, it } from 'vitest';
import { bandPath, curvePath } from '../../../../src/commands/bench/html/curve-path.ts';
import { linearScale } from '../../../../src/commands/bench/html/scale.ts';

const AXES = { x: linearScale([0, 1], [0, 100]), y: linearScale([0, 1], [100, 0]) };

/** Half of the threats are found without a false alarm, the others only with every benign scan. */
const CURVE = [
  { pfa: 0, pd: 0.5, pdBand: [0.4, 0.6] },
  { pfa: 0.5, pd: 0.5, pdBand: [0.45, 0.7] },
  { pfa: 1, pd: 1, pdBand: [1, 1] },
] as const;

describe('the operating curve', () => {
  it('is stairs: to the right first, then up, never between two rules', () => {
    expect(curvePath(CURVE, AXES)).toBe('M0 50H50V50H100V0');
  });

  it('has a band between the stairs of its upper and of its lower ends', () => {
    expect(bandPath(CURVE, AXES)).toBe('M0 40H50V30H100V0V0H100V55H50V60H0Z');
    expect(bandPath([], AXES)).toBe('');
  });
});
