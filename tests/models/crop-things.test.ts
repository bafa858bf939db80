import { describe, expect, it } from 'vitest';
import { cropTwins } from '../../models/training/crop-containers.ts';
import { cropThing } from '../../models/training/crop-things.ts';
import { outlineThreat } from '../../src/simulator/outline-threat.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { setUp, simulateTwins } from '../../src/simulator/simulate-scan.ts';
import { changeBy } from '../../src/simulator/simulate-things.ts';
import { transmit } from '../../src/simulator/transmission.ts';

const SCANNER = SCANNER_PRESETS['gate-6-4-compact'];
const SCENE = { seed: 735_072, scanner: 'gate-6-4-compact', containers: ['20ft'], vehicle: false } as const;

describe('a thing by itself', () => {
  it.each([
    ['behind the doors', 'palletised-boxes', { category: 'cocaine', massKg: 60, place: 'behind-doors' }],
    ['among goods that gave way to it', 'sacks-in-rows', { category: 'cigarettes', massKg: 20, place: 'inside-goods' }],
  ] as const)('changes %s what the scene with it differs by from the scene without', (_, cargo, threat) => {
    const order = { ...SCENE, cargo, threat };
    const { scan, twin } = simulateTwins(order);
    const [[crop, without] = []] = cropTwins(scan, twin);
    const hidden = setUp(order, SCANNER).scene.threat;
    if (crop?.mask == null || without === undefined || hidden === null) throw new Error('no container with a threat');

    const shooting = setUp({ ...order, threat: null }, SCANNER);
    const { fan, spectra } = shooting;
    const transmission = transmit(shooting.densities, spectra, fan.columns * fan.rows);
    const change = changeBy(shooting, transmission, hidden.solids, hidden.removed, (benign, part) =>
      outlineThreat(hidden, benign, part, spectra, SCANNER.penetrationLimit),
    );
    const thing = change && cropThing(change, [without], fan.rows);
    if (!thing) throw new Error('the thing is not in sight');

    let [seen, missed, error, changed] = [0, 0, 0, 0];
    for (const [at, share] of crop.mask.entries()) {
      const [x, y] = [(at % crop.widthPx) - thing.box.x, Math.floor(at / crop.widthPx) - thing.box.y];
      const isIn = x >= 0 && x < thing.box.width && y >= 0 && y < thing.box.height;
      const place = y * thing.box.width + x;
      if (share > 0) missed += isIn && Math.abs((thing.mask[place] ?? 0) - share / 60_000) < 0.01 ? 0 : 1;
      if (share < 30_000) continue;
      const differs = Math.log((without.high[at] ?? 0) / (crop.high[at] ?? 1));
      error += Math.abs(differs - (isIn ? (thing.high[place] ?? 0) : 0));
      changed += Math.abs(differs);
      seen++;
    }
    expect(seen).toBeGreaterThan(50);
    expect(missed).toBe(0);
    expect(error / changed).toBeLessThan(0.05);
    expect(thing.threat).toMatchObject({ category: threat.category, place: threat.place });
  });

  it('is not cropped where its container was not located', () => {
    const shooting = setUp({ ...SCENE, cargo: 'palletised-boxes', threat: null }, SCANNER);
    const { fan, spectra, scene } = shooting;
    const transmission = transmit(shooting.densities, spectra, fan.columns * fan.rows);
    const change = changeBy(shooting, transmission, scene.threatened.hold.goods, [], () => null);
    if (change === null) throw new Error('no ray meets the goods');
    expect(cropThing(change, [], fan.rows)).toBeNull();
  });
});
