import type { ThreatPlace } from '../../domain/scan/sample.ts';
import type { Random } from '../random.ts';
import type { Point, Solid, Span } from '../solid.ts';

/** A threat as it lies somewhere: its solids, the corner nearest to the source at the bottom left at the origin. */
export interface ThreatBuild {
  readonly solids: readonly Solid[];
  /** Extents in centimetres. */
  readonly size: Point;
  /** What the solids weigh, wrapping included. */
  readonly massKg: number;
}

/** One category of threat. */
export interface ThreatKind {
  /** Lightest and heaviest that is ever simulated, in kilograms. */
  readonly massesKg: Span;
  /** Where it is put, and the most that such a place takes, in kilograms. */
  readonly mostKgAt: Readonly<Partial<Record<ThreatPlace, number>>>;
  /**
   * Packs about `massKg` (to the nearest whole piece, at least one) so that it fits into a room of this size in
   * centimetres where it can at all; the caller compares `size` with the room.
   */
  readonly build: (massKg: number, room: Point, random: Random) => ThreatBuild;
}
