import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/simulator/random.ts';
import { estimateNoise } from '../../../src/simulator/threat-projection/estimate-noise.ts';
import type { LinearReadings } from '../../../src/simulator/threat-projection/linear-readings.ts';
import { soften } from '../../../src/simulator/threat-projection/soften.ts';
import { benignWith, SCANNER, wallsAt } from './pictures.ts';

/** A wedge of goods with 90,000 quanta in air, its noise blurred by a share to each neighbour along the rows. */
function wedge(share: number): LinearReadings {
  const [widthPx, heightPx] = [640, 320];
  const random = createRandom(5);
  const noise = soften(
    Float32Array.from({ length: widthPx * heightPx }, () => random.normal()),
    widthPx,
    heightPx,
    { along: 2 * share, across: 0 },
  );
  const left = Math.sqrt((1 - 2 * share) ** 2 + 2 * share * share);
  const values = noise.map((white, i) => {
    const level = 60_000 * (0.02 + (0.9 * (i % widthPx)) / widthPx);
    return level + (white / left) * Math.sqrt((level * 60_000) / 90_000);
  });
  return { widthPx, heightPx, values, airLevel: 60_000, ceiling: 65_535 };
}

describe('estimateNoise', () => {
  it.each([0, 0.1, 0.2])('finds quanta and correlation of noise that was blurred by %d', (share) => {
    const noise = estimateNoise(wedge(share));
    expect(noise?.perLevel).toBeGreaterThan((60_000 / 90_000) * 0.9);
    expect(noise?.perLevel).toBeLessThan((60_000 / 90_000) * 1.1);
    expect(noise?.neighbourShare.along).toBeCloseTo(share, 1);
    expect(noise?.neighbourShare.across).toBeLessThan(0.03);
  });

  it('finds the quanta of a scanner in a scan of structured goods, whatever its dose and gain do', () => {
    const stacks = (x: number, y: number) =>
      wallsAt(x, y) > 0 ? 4 * ((x >> 5) % 6) + 2 * ((y >> 5) % 4) + (x % 32) / 8 : 0;
    const scan = benignWith({ polyethylene: stacks });
    for (const energy of ['high', 'low'] as const) {
      const perQuantum = SCANNER.airReading / (SCANNER.openBeamQuanta[energy] ?? 1);
      expect((scan.channels[energy]?.noise?.perLevel ?? 0) / perQuantum).toBeGreaterThan(0.8);
      expect((scan.channels[energy]?.noise?.perLevel ?? 0) / perQuantum).toBeLessThan(1.25);
    }
  });

  it('says nothing where there is nothing but cut-off readings', () => {
    const values = new Float32Array(200 * 200).fill(255);
    expect(estimateNoise({ widthPx: 200, heightPx: 200, values, airLevel: 255, ceiling: 255 })).toBeNull();
  });
});
