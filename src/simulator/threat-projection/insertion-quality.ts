/** What could give an insertion away, each 0…1; 1 where nothing does. */
export interface QualityParts {
  /** A step along the threat's border, against the noise around it. */
  readonly seam: number;
  /** Noise over the threat, against what the scanner would show there. */
  readonly noise: number;
  /** How wide the threat's edges are, against those of the scan. */
  readonly blur: number;
  /** Readings at the top of the scale behind the threat, where the scan has no noise and the projection makes some. */
  readonly saturation: number;
}

/**
 * Whether an insertion would be seen as one: the worst part decides. Below 0.5 somebody who looks for it sees the
 * border, the texture or the sharpness of something that was pasted in.
 */
export interface InsertionQuality {
  readonly score: number;
  readonly parts: QualityParts;
}

export const LEAST_QUALITY = 0.5;

/** What was measured while the threat was multiplied in. */
export interface InsertionMeasures {
  /** Step along the outline over the standard deviation of a pixel's noise there. */
  readonly seamPerNoise: number;
  /** Variance over the threat, over the variance that is due. */
  readonly noiseRatio: number;
  /** Variance of edges, px²: the threat's and the scan's. */
  readonly threatBlur: number;
  readonly scanBlur: number;
  /** Share of the threat's pixels in front of saturated readings, 0…1. */
  readonly saturatedShare: number;
}

/** A straight step is seen from a signal-to-noise ratio of 3 on (A. Rose, J. Opt. Soc. Am. 38, 196, 1948) … */
const ROSE_CRITERION = 3;
/** … over the stretch of it that the eye takes in at once, in pixels. */
const SEEN_AT_ONCE_PX = 9;
/** Half a point for half or twice the variance of noise, … */
const VISIBLE_NOISE_RATIO = 2;
/** … edges this many times wider, … */
const VISIBLE_WIDTH_RATIO = 2;
/** … or this share of saturated pixels. */
const VISIBLE_SATURATION = 0.1;

/** The score is that of the worst part. */
export function judgeInsertion(measures: InsertionMeasures): InsertionQuality {
  const visibleStep = ROSE_CRITERION / Math.sqrt(SEEN_AT_ONCE_PX);
  const width = (variance: number) => Math.sqrt(variance + 1 / 12);
  const parts = {
    seam: halfAt(measures.seamPerNoise, visibleStep),
    noise: halfAt(excess(measures.noiseRatio), VISIBLE_NOISE_RATIO - 1),
    blur: halfAt(excess(width(measures.threatBlur) / width(measures.scanBlur)), VISIBLE_WIDTH_RATIO - 1),
    saturation: halfAt(measures.saturatedShare, VISIBLE_SATURATION),
  };
  return { score: Math.min(...Object.values(parts)), parts };
}

/** 1 for nothing, 0.5 at what is just visible, towards 0 beyond. */
function halfAt(amount: number, visible: number): number {
  const relative = amount / visible;
  return 1 / (1 + relative * relative);
}

/** How far a ratio is from 1, the same for twice and for half. */
function excess(ratio: number): number {
  return ratio <= 0 ? Number.POSITIVE_INFINITY : Math.max(ratio, 1 / ratio) - 1;
}
