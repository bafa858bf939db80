import { describe, expect, it } from 'vitest';
import { countBenignView, countThreatView, startPixelCounts } from '../../../src/evaluation/pixels/pixel-counts.ts';
import { aupimo, aupro, pixelAuroc } from '../../../src/evaluation/pixels/pixel-measures.ts';
import oracles from '../../fixtures/oracles/pixels.json' with { type: 'json' };
import { hashedView, maskOf } from './hashed-view.ts';

const counts = startPixelCounts();
let levelSum = 0;
// Threats before benign views: the order of a set does not matter.
for (const [i, { boxes, boost }] of oracles.threatViews.entries()) {
  const mask = maskOf(boxes);
  const scores = hashedView(oracles.benignViews + i, mask, boost);
  countThreatView(counts, `threat ${i}`, scores, mask);
  levelSum += scores.reduce((sum, level) => sum + level, 0);
}
for (let view = 0; view < oracles.benignViews; view++) {
  const scores = hashedView(view, null, 0);
  countBenignView(counts, scores);
  levelSum += scores.reduce((sum, level) => sum + level, 0);
}

describe('pixel measures, against peers that held every pixel', () => {
  it('look at the same maps and regions', () => {
    expect(levelSum).toBe(oracles.levelSum);
    expect(counts.threatViews.flatMap(({ regions }) => regions.map(({ length }) => length))).toEqual(
      oracles.regionSizes,
    );
  });

  it('agree with scikit-learn on pixel AUROC', () => {
    expect(pixelAuroc(counts)).toBeCloseTo(oracles.pixelAuroc, 12);
  });

  it('agree with scikit-learn and SciPy on AUPRO, and with anomalib as far as its 32 bits go', () => {
    expect(aupro(counts)).toBeCloseTo(oracles.aupro, 12);
    expect(aupro(counts)).toBeCloseTo(oracles.anomalibAupro, 6);
  });

  it('agree with anomalib on each view’s AUPIMO', () => {
    const values = aupimo(counts)?.map(({ value }) => value) ?? [];
    expect(values.length).toBe(oracles.anomalibAupimo.length);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(oracles.anomalibAupimo[i] ?? -1, 6);
  });

  it('measure some of the threats against all benign pixels', () => {
    const perView = oracles.threatViews.map((_, i) => aupro(counts, ({ id }) => id === `threat ${i}`) ?? Number.NaN);
    const regions = counts.threatViews.map((view) => view.regions.length);
    const weighted = perView.reduce((sum, value, i) => sum + value * (regions[i] ?? 0), 0) / oracles.regionSizes.length;
    expect(weighted).toBeCloseTo(aupro(counts) ?? 0, 12);
    expect(pixelAuroc(counts, ({ id }) => id === 'threat 3')).toBeGreaterThan(pixelAuroc(counts) ?? 1);
  });
});

describe('pixel measures of little', () => {
  const view = (level: number, pixels: number) => new Uint16Array(pixels).fill(level);

  it('are null without a threat or without a benign pixel', () => {
    const none = startPixelCounts();
    expect([pixelAuroc(none), aupro(none), aupimo(none)]).toEqual([null, null, null]);
    countBenignView(none, view(5, 10));
    expect([pixelAuroc(none), aupro(none)]).toEqual([null, null]);
  });

  it('are those of a guess where all pixels score the same', () => {
    const equal = startPixelCounts();
    countBenignView(equal, view(9, 1_000_000));
    countThreatView(equal, 'a', view(9, 4), { pixels: Uint8Array.of(1, 1, 0, 0), widthPx: 2 });
    expect(pixelAuroc(equal)).toBe(0.5);
    expect(aupro(equal)).toBeCloseTo(0.15, 12);
    expect(aupimo(equal)).toEqual([{ id: 'a', value: 0 }]);
  });

  it('count a threat above all benign pixels as found, though no false alarm is there to measure the rate by', () => {
    const clear = startPixelCounts();
    countBenignView(clear, view(100, 1_000_000));
    countThreatView(clear, 'a', Uint16Array.of(900, 50), { pixels: Uint8Array.of(1, 1), widthPx: 2 });
    expect(aupimo(clear)?.[0]?.value).toBeCloseTo(0.5, 12);
  });

  it('are null for AUPIMO until benign views have the 100,000 pixels in which a rate of 1e-5 shows', () => {
    const few = startPixelCounts();
    countThreatView(few, 'a', Uint16Array.of(900), { pixels: Uint8Array.of(1), widthPx: 1 });
    countBenignView(few, view(0, 99_999));
    expect(aupimo(few)).toBeNull();
    countBenignView(few, view(0, 1));
    expect(aupimo(few)).toEqual([{ id: 'a', value: 1 }]);
  });

  it('take a view in which the threat does not show as benign pixels only', () => {
    const unseen = startPixelCounts();
    countThreatView(unseen, 'a', view(3, 6), { pixels: new Uint8Array(6), widthPx: 3 });
    expect(unseen.threatViews).toEqual([]);
    expect(unseen.benignPixels[3]).toBe(6);
    expect(unseen.benignViewPx).toEqual([]);
  });

  it('refuse a mask of another size: it would be a bug', () => {
    const mask = { pixels: new Uint8Array(6), widthPx: 3 };
    expect(() => countThreatView(startPixelCounts(), 'a', view(3, 5), mask)).toThrow(RangeError);
  });
});
