import type { Box } from './box.ts';
import type { Energy } from './plane.ts';

/** Where a threat was put. */
export const THREAT_PLACES = [
  'behind-doors',
  'refrigeration-unit',
  'false-wall',
  'false-floor',
  'roof',
  'between-goods',
  'inside-goods',
] as const;
export type ThreatPlace = (typeof THREAT_PLACES)[number];

/** The ground truth about one threat in a sample. Masks are files beside the sample set: 8-bit PNG, 0 or 255. */
export interface Threat {
  readonly category: string;
  readonly massKg?: number;
  readonly place?: ThreatPlace;
  /** Whether so little comes through what lies over the threat that no technology could see it on this scanner. */
  readonly belowPenetration?: boolean;
  /**
   * How far the threat changes the picture: mean absolute change over its mask in the plane that is read first, as a share of
   * the open-beam level; below 1/255 an 8-bit picture hardly shows it. Known of threats that were projected.
   */
  readonly contrast?: number;
  /** By view name. */
  readonly boxes?: Readonly<Record<string, Box>>;
  /** By view name; paths relative to the set's folder. */
  readonly masks?: Readonly<Record<string, string>>;
}

export type Truth = 'benign' | { readonly threat: Threat };

/** One line of `samples.jsonl`: a scan with its ground truth. */
export interface Sample {
  readonly id: string;
  /** By view name, then energy; paths relative to the set's folder. */
  readonly views: Readonly<Record<string, Readonly<Partial<Record<Energy, string>>>>>;
  readonly truth: Truth;
  /** The containers in each view, where the maker of the set knows them. */
  readonly containers?: Readonly<Record<string, readonly Box[]>>;
  readonly cargo: string;
  readonly scanner: string;
  /** Who made it and from what: e.g. `{ "simulator": "…", "seed": 7, "planesSha256": { "side.high": "…" } }`. */
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly split: string;
}
