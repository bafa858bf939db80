import { describe, expect, it } from 'vitest';
import { projectSolids } from '../../src/simulator/areal-density.ts';
import { detectedSpectra } from '../../src/simulator/condense-spectra.ts';
import { outlineThreat } from '../../src/simulator/outline-threat.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { drawScene, type Scene } from '../../src/simulator/scene.ts';

const SCANNER = SCANNER_PRESETS['gate-6-4-compact'];
const SPECTRA = detectedSpectra(SCANNER);
const THREAT = { category: 'cocaine', massKg: 24, place: 'behind-doors' } as const;
const WISHES = { cargo: 'palletised-boxes', containers: ['20ft'], vehicle: false, threat: THREAT } as const;

function outlineIn(scene: Scene, penetrationLimit: number) {
  if (scene.threat === null) throw new Error('the scene has no threat');
  const benign = projectSolids(scene.solids, scene.fan);
  return outlineThreat(scene.threat, benign, scene.fan, SPECTRA, penetrationLimit);
}

describe('outlineThreat', () => {
  const scene = drawScene(WISHES, SCANNER, createRandom(9).fork('scene'));
  const { mask, box } = outlineIn(scene, 0.005);

  it('masks exactly the rays that meet the threat', () => {
    const sums = [...projectSolids(scene.threat?.solids ?? [], scene.fan).values()];
    let wrong = 0;
    for (let x = 0; x < mask.widthPx; x++) {
      for (let y = 0; y < mask.heightPx; y++) {
        const mass = sums.reduce((sum, layer) => sum + (layer[x * mask.heightPx + y] ?? 0), 0);
        if ((mask.samples[y * mask.widthPx + x] === 255) !== mass >= 0.1) wrong++;
      }
    }
    expect(wrong).toBe(0);
    expect(mask.samples.filter((sample) => sample === 255).length).toBeGreaterThan(200);
  });

  it('boxes the mask as tightly as whole pixels can', () => {
    const columns = new Set<number>();
    const rows = new Set<number>();
    for (const [index, sample] of mask.samples.entries()) {
      if (sample !== 255) continue;
      columns.add(index % mask.widthPx);
      rows.add(Math.floor(index / mask.widthPx));
    }
    expect(box).toEqual({
      x: Math.min(...columns),
      y: Math.min(...rows),
      width: Math.max(...columns) - Math.min(...columns) + 1,
      height: Math.max(...rows) - Math.min(...rows) + 1,
    });
  });

  it('calls a threat below penetration where the scene without it is darker than the limit, and only there', () => {
    expect(outlineIn(scene, 0.005).belowPenetration).toBe(false);
    expect(outlineIn(scene, 0.99).belowPenetration).toBe(true);
    // The threat itself does not count: lead-black ammunition in the open is not hidden by goods.
    const open = {
      ...WISHES,
      cargo: 'empty',
      threat: { category: 'ammunition', massKg: 150, place: 'behind-doors' },
    } as const;
    const dark = drawScene(open, SCANNER, createRandom(4).fork('scene'));
    expect(outlineIn(dark, 0.05).belowPenetration).toBe(false);
    const tank = { ...WISHES, cargo: 'flexitank', threat: { ...THREAT, place: 'inside-goods' } } as const;
    expect(outlineIn(drawScene(tank, SCANNER, createRandom(5).fork('scene')), 0.05).belowPenetration).toBe(true);
  });
});
