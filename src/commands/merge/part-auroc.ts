import { type Auroc, auroc } from '../../evaluation/auroc.ts';
import { aurocRangeOfBins, rankBinned } from '../../evaluation/binned-scores.ts';
import type { Bounds } from '../../evaluation/rate-bounds.ts';
import type { BinCounts, StratumKind } from '../evaluation/evaluation.ts';
import { measuresOverall } from '../evaluation/overall-measures.ts';
import { partsOf } from '../evaluation/parts-of.ts';
import type { TechnologyAtPort } from './group-technologies.ts';

/** A part's AUROC over all ports, and the range within which it was before its scores were binned. */
export interface PartAuroc {
  readonly auroc: Auroc | null;
  readonly aurocRange: Bounds | null;
}

const UNKNOWN: PartAuroc = { auroc: null, aurocRange: null };

/**
 * What one report of all ports' scans would say of a part, as far as bins hold it. Threats of a part without benign scans
 * of its own are ranked against those of every port that parts its scans so, whether or not it has the part. Null where a
 * port has the part and no histogram of it: an AUROC of the others would be one of other scans than the rates beside it.
 */
export function partAuroc(kind: StratumKind, name: string, members: readonly TechnologyAtPort[]): PartAuroc {
  const [first] = members;
  const bins = first === undefined ? 0 : (measuresOverall(first.evaluated)?.histogram.threats.length ?? 0);
  const threats = Array.from({ length: bins }, () => 0);
  const benigns = Array.from({ length: bins }, () => 0);
  let isOfThreatsAlone = false;
  for (const { evaluated } of members) {
    const part = partsOf(evaluated, kind).find((stratum) => stratum.name === name);
    if (part === undefined) continue;
    if (part.histogram === undefined) return UNKNOWN;
    add(threats, part.histogram.threats);
    if (part.histogram.benigns === null) isOfThreatsAlone = true;
    else add(benigns, part.histogram.benigns);
  }
  if (isOfThreatsAlone) {
    for (const { evaluated } of members.filter((member) => partsOf(member.evaluated, kind).length > 0)) {
      add(benigns, Object.fromEntries((measuresOverall(evaluated)?.histogram.benigns ?? []).entries()));
    }
  }
  const histogram = { threats, benigns };
  return { auroc: auroc(rankBinned(histogram)), aurocRange: aurocRangeOfBins(histogram) };
}

function add(sums: number[], counts: BinCounts): void {
  for (const [bin, count] of Object.entries(counts)) sums[Number(bin)] = (sums[Number(bin)] ?? 0) + count;
}
