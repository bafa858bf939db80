import { describe, expect, it } from 'vitest';
import { hashPlane } from '../../src/commands/samples/hash-plane.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { simulateThings } from '../../src/simulator/simulate-things.ts';

const ORDER = {
  seed: 735_071,
  scanner: 'gate-6-4-compact',
  cargo: 'palletised-boxes',
  containers: ['20ft'],
  cavities: { frontCm: 0, floorCm: 0, roofCm: 0 },
  vehicle: false,
  threat: { category: 'cocaine', massKg: 60, place: 'behind-doors' },
} as const;

const { scan, things } = simulateThings(ORDER, { threats: 12, others: 6 });
const threats = things.flatMap(({ threat }) => threat ?? []);

describe('simulateThings', () => {
  it('gives to the bit the scan of the order without its threat', () => {
    const benign = simulateScan({ ...ORDER, threat: null });
    expect(hashPlane(scan.planes.high)).toBe(hashPlane(benign.planes.high));
    expect(scan.threat).toBeNull();
  });

  it('hides threats of many kinds where such a container can, and leaves other things, too', () => {
    expect(new Set(threats.map(({ category }) => category)).size).toBeGreaterThan(3);
    const places = new Set(threats.map(({ place }) => place));
    expect(places.size).toBeGreaterThan(2);
    expect(places).not.toContain('refrigeration-unit');
    expect(places).not.toContain('false-wall');
    expect(things.length - threats.length).toBeGreaterThan(2);
  });

  it('changes the signal where rays meet a threat, and nowhere beside it but by blur and scatter', () => {
    for (const { before, after, threat, columns } of things) {
      if (threat === null) continue;
      const { samples, widthPx, heightPx } = threat.mask;
      expect(widthPx).toBe(columns[1] - columns[0]);
      expect(before.high).toHaveLength(widthPx * heightPx);
      let inside = 0;
      let outside = 0;
      for (const [at, through] of before.high.entries()) {
        const [column, row] = [Math.floor(at / heightPx), at % heightPx];
        const change = Math.abs(through - (after.high[at] ?? 0));
        if (samples[row * widthPx + column] === 255) inside = Math.max(inside, change);
        else if (column === 0) outside = Math.max(outside, change);
      }
      expect(inside, JSON.stringify(threat.place)).toBeGreaterThan(3 * outside);
    }
  });

  it('gives the same things for the same order', () => {
    const again = simulateThings(ORDER, { threats: 12, others: 6 });
    expect(again.things.map(({ after }) => after.high[after.high.length >> 1])).toEqual(
      things.map(({ after }) => after.high[after.high.length >> 1]),
    );
  });
});
