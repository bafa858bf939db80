import { describe, expect, it } from 'vitest';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import { cutOutThreat } from '../../../src/simulator/threat-projection/cut-out-threat.ts';

const SIZE = 120;

/** A disc of transmission 0.6 in noisy air of `air` readings; `extra` darkens what it names. */
function recorded(
  deviation: number,
  air: number,
  extra: (x: number, y: number) => number = () => 1,
  radius = 30,
): Plane {
  const random = createRandom(11);
  const samples = Uint16Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
    const through = Math.hypot(x - 60, y - 60) < radius ? 0.6 : 1;
    return Math.min(60_000, air * through * extra(x, y) * (1 + deviation * random.normal()));
  });
  return { widthPx: SIZE, heightPx: SIZE, bitDepth: 16, samples };
}

function cut(plane: Plane) {
  return cutOutThreat({ planes: { high: plane }, airLevel: null, pitchMm: 1, category: 'disc', massKg: null });
}

describe('cutOutThreat', () => {
  it('keeps what the threat lets through and makes all around it exactly clear', () => {
    const threat = cut(recorded(0.01, 55_000));
    const high = threat?.transmission.high ?? new Float32Array();
    let inside = 0;
    for (let y = 40; y < 80; y++) for (let x = 40; x < 80; x++) inside += (high[y * SIZE + x] ?? 0) / 1600;
    expect(inside).toBeCloseTo(0.6, 2);
    for (let i = 0; i < high.length; i++) {
      if (Math.hypot((i % SIZE) - 60, Math.floor(i / SIZE) - 60) > 38) expect(high[i]).toBe(1);
    }
  });

  it('measures the noise that the threat brings along', () => {
    expect(Math.sqrt(cut(recorded(0.02, 50_000))?.flaws.noiseVariance.high ?? 0)).toBeCloseTo(0.02, 2);
  });

  it('finds air below its nominal reading, where brighter readings were cut off', () => {
    const threat = cut(recorded(0.02, 60_000));
    expect(threat?.flaws.outlineContrast).toBeLessThan(0.002);
  });

  it('reports a halo, and a threat that its picture cuts through; a clean one has neither', () => {
    expect(cut(recorded(0.003, 55_000))?.flaws).toMatchObject({ cutPx: 0, cutContrast: 0 });
    const halo = (x: number, y: number) => (Math.hypot(x - 60, y - 60) < 50 ? 0.996 : 1);
    expect(cut(recorded(0.003, 55_000, halo))?.flaws.outlineContrast).toBeGreaterThan(0.002);
    const slab = (_: number, y: number) => (y > 90 ? 0.5 : 1);
    const { cutPx = 0, cutContrast = 0 } = cut(recorded(0.003, 55_000, slab, 10))?.flaws ?? {};
    expect(cutPx).toBeGreaterThan(100);
    expect(cutContrast).toBeCloseTo(0.5, 1);
  });

  it('takes a threat off an uneven tray that ends within the picture: neither cut nor halo, and as dense as it is', () => {
    const tray = (_: number, y: number) => 0.9 + 0.02 * Math.cos(y / 5) + 0.08 / (1 + Math.exp(108 - y));
    const threat = cut(recorded(0.01, 59_000, tray));
    const high = threat?.transmission.high ?? new Float32Array();
    let inside = 0;
    for (let y = 40; y < 80; y++) for (let x = 40; x < 80; x++) inside += (high[y * SIZE + x] ?? 0) / 1600;
    // What the tray reads below the threat is a guess from around it.
    expect(Math.abs(inside - 0.6)).toBeLessThan(0.01);
    for (let i = 0; i < high.length; i++) {
      if (Math.hypot((i % SIZE) - 60, Math.floor(i / SIZE) - 60) > 45) expect(high[i]).toBe(1);
    }
    expect(threat?.flaws.cutPx).toBe(0);
    expect(threat?.flaws.outlineContrast).toBeLessThan(0.003);
  });

  it('finds nothing in air', () => {
    expect(cut(recorded(0.01, 55_000, undefined, 0))).toBeNull();
  });
});
