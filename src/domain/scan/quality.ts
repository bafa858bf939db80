/** What a scan's quality report can say about a view. */
export const QUALITY_FLAGS = [
  'type-mismatch',
  'display-image',
  'unknown-gamma',
  'container-not-located',
  'low-penetration',
  'saturated',
  'energies-swapped',
  'dead-lines',
  'striped',
  'blank',
  'not-a-radiograph',
] as const;
export type QualityFlag = (typeof QUALITY_FLAGS)[number];

export interface ScanQuality {
  /** Share of the judged area (the cargo, or the whole view) below the penetration limit, 0…1. */
  readonly darkRatio: number;
  /** Share of the whole view at the top of the scale, where the detector says no more than "air or brighter", 0…1. */
  readonly saturatedRatio: number;
  /** Detector lines (rows) that are dead, stuck or off by a step from both neighbours. */
  readonly deadLines: number;
  readonly flags: readonly QualityFlag[];
}
