import { meanBounds } from '../../evaluation/mean-bounds.ts';
import type { PixelCounts } from '../../evaluation/pixels/pixel-counts.ts';
import { aupimo, aupro, pixelAuroc } from '../../evaluation/pixels/pixel-measures.ts';
import { rateOf } from '../../evaluation/rates.ts';
import type { Localisation } from './evaluation.ts';
import type { JudgedScan } from './judged-scan.ts';

/** Where a technology looked, over all threats and over those that could be seen. */
export function measureLocalisation(
  scans: readonly JudgedScan[],
  pixels: PixelCounts,
  seed: number,
): readonly Localisation[] {
  const threats = scans.filter(({ truth }) => truth === 'threat');
  const views = aupimo(pixels);
  const measure = (name: Localisation['name'], held: readonly JudgedScan[]): Localisation => {
    const names = new Set(held.map((scan) => scan.name));
    const isHeld = ({ id }: { readonly id: string }) => names.has(id);
    const known = held.filter(({ touchesThreat }) => touchesThreat !== null);
    const touched = known.filter(({ touchesThreat }) => touchesThreat === true).length;
    return {
      name,
      touched: known.length === 0 ? null : rateOf(touched, known.length),
      pixelAuroc: pixelAuroc(pixels, isHeld),
      aupro: aupro(pixels, isHeld),
      aupimo: meanOf(views?.filter(isHeld).map(({ value }) => value) ?? [], seed),
    };
  };
  const visible = threats.filter(({ belowPenetration }) => !belowPenetration);
  return [measure('all threats', threats), measure('threats not below penetration', visible)];
}

/** The mean of what views came to; null without any. */
function meanOf(values: readonly number[], seed: number): Localisation['aupimo'] {
  if (values.length === 0) return null;
  const sum = values.reduce((all, value) => all + value, 0);
  return { value: sum / values.length, bounds: meanBounds(values, seed), n: values.length };
}
