import { describe, expect, it } from 'vitest';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import { unevenAir } from '../../../src/simulator/threat-projection/even-out.ts';

const SIZE = 60;

function picture(reading: (x: number, y: number) => number): Plane {
  const samples = Uint16Array.from({ length: SIZE * SIZE }, (_, i) => reading(i % SIZE, Math.floor(i / SIZE)));
  return { widthPx: SIZE, heightPx: SIZE, bitDepth: 16, samples };
}

function airOf(plane: Plane): Float32Array | null {
  const isBorder = (i: number) => (i % SIZE) % (SIZE - 1) === 0 || Math.floor(i / SIZE) % (SIZE - 1) === 0;
  const border = Array.from(plane.samples).filter((_, i) => isBorder(i));
  return unevenAir(
    plane,
    border.sort((a, b) => a - b),
  );
}

describe('unevenAir', () => {
  it('gives what the tray reads below the threat', () => {
    const tray = (y: number) => (y > 45 ? 60_000 : 54_000);
    const isThreat = (x: number, y: number) => x > 20 && x < 40 && y > 12 && y < 34;
    const air = airOf(picture((x, y) => tray(y) * (isThreat(x, y) ? 0.4 : 1)));
    expect(air?.[23 * SIZE + 30]).toBeCloseTo(54_000, -2);
    expect(air?.[55 * SIZE + 30]).toBeCloseTo(60_000, -2);
  });

  it('has nothing to say of even air, nor of a picture whose border shows the threat', () => {
    expect(airOf(picture((x) => (x > 20 && x < 40 ? 30_000 : 59_000)))).toBeNull();
    expect(airOf(picture((x) => (x > 8 ? 30_000 : 60_000)))).toBeNull();
  });
});
