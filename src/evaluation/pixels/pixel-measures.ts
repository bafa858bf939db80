import { total } from '../tally.ts';
import { creditByLevel, meanCredit } from './level-credit.ts';
import type { PixelCounts, ThreatView } from './pixel-counts.ts';

/** Which threats to measure on, by the id that their views were counted under; all unless told. */
type WhichViews = (view: ThreatView) => boolean;

const ALL: WhichViews = () => true;

/** As in Bergmann et al. */
const AUPRO_LIMIT = 0.3;

/** The chance that a threat pixel outscores a benign one. Large threats rule it; null without either kind of pixel. */
export function pixelAuroc(counts: PixelCounts, which: WhichViews = ALL): number | null {
  const regions = regionsOf(counts, which);
  if (regions.length === 0 || total(counts.benignPixels) === 0) return null;
  const credit = creditByLevel(counts.benignPixels, { from: 0, to: 1, axis: 'linear' });
  let sum = 0;
  let pixels = 0;
  for (const region of regions) {
    sum += meanCredit(region, credit) * region.length;
    pixels += region.length;
  }
  return sum / pixels;
}

/**
 * The mean overlap with a threat region, each region counting the same whatever its size, over all thresholds whose
 * pixel false-alarm rate is within `AUPRO_LIMIT`; 0…1. Null without a region or without a benign pixel.
 *
 * Bergmann et al. (2021), doi:10.1007/s11263-020-01400-4. The rate is over the pixels outside masks
 * of all views.
 */
export function aupro(counts: PixelCounts, which: WhichViews = ALL): number | null {
  const regions = regionsOf(counts, which);
  if (regions.length === 0 || total(counts.benignPixels) === 0) return null;
  const credit = creditByLevel(counts.benignPixels, { from: 0, to: AUPRO_LIMIT, axis: 'linear' });
  return regions.reduce((sum, region) => sum + meanCredit(region, credit), 0) / regions.length;
}

export interface AupimoOfView {
  readonly id: string;
  /** 0…1: the mean share of the view's threat pixels found. */
  readonly value: number;
}

/** False-alarm rates between which AUPIMO looks: a few pixels of a view. */
const AUPIMO_PART = { from: 1e-5, to: 1e-4, axis: 'logarithmic' } as const;

/**
 * AUPIMO of each view with a threat: the mean share of its threat pixels found, over the thresholds at which benign
 * views have a pixel false-alarm rate between 10⁻⁵ and 10⁻⁴ (the mean of the views' own rates), on a logarithmic axis.
 * It asks whether an operator could see the threat with next to no false marks, and scores each view apart, so that its
 * spread can be tested. Bertoldo et al. (2024), arXiv:2401.01984.
 *
 * Null where the benign views have fewer than 100,000 pixels together: no rate of 10⁻⁵ can be seen in them. Unlike
 * anomalib, the ends of the range are interpolated, and rates below the smallest one seen count by the stricter
 * threshold, not as nothing found.
 */
export function aupimo(counts: PixelCounts): readonly AupimoOfView[] | null {
  const benignPx = counts.benignViewPx.reduce((sum, px) => sum + px, 0);
  if (benignPx < 1 / AUPIMO_PART.from) return null;
  const credit = creditByLevel(counts.benignShares, AUPIMO_PART);
  return counts.threatViews.map(({ id, regions }) => {
    const pixels = regions.reduce((sum, region) => sum + region.length, 0);
    const found = regions.reduce((sum, region) => sum + meanCredit(region, credit) * region.length, 0);
    return { id, value: found / pixels };
  });
}

function regionsOf(counts: PixelCounts, which: WhichViews): readonly Uint16Array[] {
  return counts.threatViews.filter(which).flatMap(({ regions }) => regions);
}
