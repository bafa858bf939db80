import { type Tally, total } from './tally.ts';

/**
 * What a scan at each score level adds to AUROC (DeLong's structural components): for a threat the share of benign scans
 * that it outscores, for a benign scan the share of threats that outscore it; a tie is half.
 */
export interface Placements {
  /** A threat's at each level, ascending. */
  readonly threats: Float64Array;
  /** A benign scan's at each level, ascending. */
  readonly benigns: Float64Array;
}

/**
 * All placements from one pass over the levels, once these are sorted: the same saving as the midranks of Sun and Xu
 * (2014), doi:10.1109/LSP.2014.2337313, on DeLong et al. (1988), doi:10.2307/2531595. Null without a threat or a benign.
 */
export function placementsOf({ threats, benigns }: Tally): Placements | null {
  const threatCount = total(threats);
  const benignCount = total(benigns);
  if (threatCount === 0 || benignCount === 0) return null;
  const placements = { threats: new Float64Array(threats.length), benigns: new Float64Array(threats.length) };
  let benignsBelow = 0;
  let threatsBelow = 0;
  for (let level = 0; level < threats.length; level++) {
    const threatsHere = threats[level] ?? 0;
    const benignsHere = benigns[level] ?? 0;
    placements.threats[level] = (benignsBelow + benignsHere / 2) / benignCount;
    placements.benigns[level] = (threatCount - threatsBelow - threatsHere / 2) / threatCount;
    benignsBelow += benignsHere;
    threatsBelow += threatsHere;
  }
  return placements;
}

/**
 * The variance of a mean placement, or of a mean difference of placements: that of the threats over their number plus
 * that of the benigns over theirs. Null for fewer than two of a kind, from which no variance comes.
 */
export function meanVariance(threats: Float64Array, benigns: Float64Array): number | null {
  const ofThreats = sampleVariance(threats);
  const ofBenigns = sampleVariance(benigns);
  if (ofThreats === null || ofBenigns === null) return null;
  return ofThreats / threats.length + ofBenigns / benigns.length;
}

function sampleVariance(values: Float64Array): number | null {
  if (values.length < 2) return null;
  const mean = total(values) / values.length;
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return sum / (values.length - 1);
}

/** The placement of each scan, in the order of the levels given. */
export function placementOfEach(levels: Uint32Array, placements: Float64Array): Float64Array {
  const each = new Float64Array(levels.length);
  for (let i = 0; i < levels.length; i++) each[i] = placements[levels[i] ?? 0] ?? 0;
  return each;
}
