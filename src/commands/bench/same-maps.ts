import { countedOf } from '../../domain/language/counted.ts';

/** The anomaly maps of a scan as they came once (`mapsOutline`). */
export interface OutlinedMaps {
  readonly scan: string;
  readonly outline: readonly number[];
}

/** One step of the maps that people are shown. */
const MOST_ALIKE = 1 / 255;

/**
 * Why a server is not the one that was judged although its answers are the same, or null: its anomaly maps of the timed
 * scans must show what those of the accuracy run show, each time they were asked for before it was timed. A scan whose maps
 * lack from either holds nothing against it.
 */
export function whyOtherMaps(before: readonly OutlinedMaps[], accuracy: readonly OutlinedMaps[]): string | null {
  const expected = new Map(accuracy.map(({ scan, outline }) => [scan, outline]));
  const held = new Set(before.map(({ scan }) => scan).filter((scan) => expected.has(scan)));
  const changed = new Set(
    before.filter(({ scan, outline }) => differ(outline, expected.get(scan) ?? outline)).map(({ scan }) => scan),
  );
  const [example] = changed;
  if (example === undefined) return null;
  return (
    `Its anomaly maps of ${countedOf(changed.size, held.size, 'timed scan')} (${example}) were other ones when they were asked for again: ` +
    'a speed says nothing about a technology that draws places from other maps than were judged.'
  );
}

function differ(one: readonly number[], other: readonly number[]): boolean {
  return one.length !== other.length || one.some((value, block) => Math.abs(value - (other[block] ?? 0)) > MOST_ALIKE);
}
