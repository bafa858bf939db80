import { describe, expect, it } from 'vitest';
import { cropContainers, cropGoods, cropTwins } from '../../models/training/crop-containers.ts';
import { simulateScan, simulateTwins } from '../../src/simulator/simulate-scan.ts';

const ORDER = {
  seed: 735_070,
  scanner: 'gate-6-4-compact',
  cargo: 'palletised-boxes',
  containers: ['20ft'],
  vehicle: false,
  threat: { category: 'cocaine', massKg: 60, place: 'behind-doors' },
} as const;

const { scan, twin: swept } = simulateTwins(ORDER);
const [[crop, twin] = []] = cropTwins(scan, swept);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('a container as a network sees it', () => {
  it('is 256 rows high and knows what a pixel of it is', () => {
    expect(crop?.heightPx).toBe(256);
    // A container of 2.6 m is projected higher than it is, so a pixel is more than 10 mm.
    const { pixelCm } = crop?.facts ?? {};
    expect(pixelCm).toBeGreaterThan(1.1);
    expect(pixelCm).toBeLessThan(1.6);
  });

  it('is cropped the same with a twin and without', () => {
    expect(cropContainers(scan)[0]).toEqual(crop);
    expect(twin?.facts).toMatchObject({ isTwin: true, threat: null });
  });

  it('lies pixel over pixel on the same scene without the threat, and differs where the threat is', () => {
    if (crop === undefined || twin === undefined || crop.mask === null) throw new Error('no container with a threat');
    expect(twin.mask).toBeNull();
    expect([twin.widthPx, twin.heightPx]).toEqual([crop.widthPx, crop.heightPx]);
    const inside: number[] = [];
    const outside: number[] = [];
    for (const [at, share] of crop.mask.entries()) {
      const change = Math.log((twin.high[at] ?? 0) / (crop.high[at] ?? 0));
      if (share > 50_000) inside.push(change);
      if (share === 0) outside.push(Math.abs(change));
    }
    // The threat takes a third of the beam or more; elsewhere noise is left, and what scatters less.
    expect(mean(inside)).toBeGreaterThan(0.4);
    expect(mean(outside)).toBeLessThan(0.02);
  });
});

describe('goods as a network sees them', () => {
  it('have the frame cut off on all sides before they are resized', () => {
    const [goods] = cropGoods(scan, 104);
    if (crop === undefined || goods === undefined) throw new Error('no container');
    expect(goods.heightPx).toBe(104);
    expect(goods.facts).toMatchObject({ isGoods: true });
    const lengthPx = ({ widthPx, heightPx }: typeof crop, highPx: number) => (widthPx * highPx) / heightPx;
    const containerPx = Number(crop.facts['scanPxPerRow']) * crop.heightPx;
    const goodsPx = Number(goods.facts['scanPxPerRow']) * goods.heightPx;
    const mmPerPx = 2600 / containerPx;
    const heightCutPx = containerPx - goodsPx;
    const lengthCutPx = lengthPx(crop, containerPx) - lengthPx(goods, goodsPx);
    expect(Math.abs(heightCutPx * mmPerPx - (120 + 340))).toBeLessThan(1.5 * mmPerPx);
    expect(Math.abs(lengthCutPx * mmPerPx - 2 * 220)).toBeLessThan(Number(goods.facts['scanPxPerRow']) * mmPerPx);
  });

  it('are of a container with a threat, too, where that lies outside them', () => {
    const underTheFloor = { ...ORDER, threat: { category: 'cocaine', massKg: 3, place: 'false-floor' } } as const;
    const [goods] = cropGoods(simulateScan(underTheFloor), 104);
    expect(goods?.mask).toBeNull();
    expect(goods?.facts).toMatchObject({ threat: { place: 'false-floor' } });
  });
});
