import type { Box } from '../../domain/scan/box.ts';
import type { Manifest } from '../model/manifest.ts';

/** Of a model that is shown areas at one height: how wide, by their length, where the manifest says so. */
type ShownWidths = NonNullable<Manifest['input']['dynamic']>['widths'];

/** A longer area than this, in heights, is no container: it is squeezed, so that a sliver cannot ask for all memory. */
const LONGEST_AREA_HEIGHTS = 24;

/** Columns that an area is resized to: those of its length, or in proportion to its height. */
export function shownWidth(
  { width, height }: Pick<Box, 'width' | 'height'>,
  heightPx: number,
  widths: ShownWidths,
): number {
  const ofItsLength = widths?.find(({ toHeights }) => width <= toHeights * height);
  if (ofItsLength !== undefined) return ofItsLength.widthPx;
  const inProportion = Math.max(1, Math.round((width * columnsOfAHeight(heightPx, widths)) / height));
  return Math.min(inProportion, widestInProportion(heightPx, widths));
}

/** How wide an area is shown at most. */
export function widestShown(heightPx: number, widths: ShownWidths): number {
  return Math.max(widestInProportion(heightPx, widths), ...(widths ?? []).map(({ widthPx }) => widthPx));
}

function widestInProportion(heightPx: number, widths: ShownWidths): number {
  return Math.round(LONGEST_AREA_HEIGHTS * columnsOfAHeight(heightPx, widths));
}

/** How many columns an area longer than all that have a width of their own gets for each of its heights. */
function columnsOfAHeight(heightPx: number, widths: ShownWidths): number {
  const last = widths?.at(-1);
  return last === undefined ? heightPx : last.widthPx / last.toHeights;
}
