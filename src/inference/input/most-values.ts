import type { Manifest } from '../model/manifest.ts';
import { channelsOf } from './channels.ts';
import { LONGEST_AREA_HEIGHTS } from './plan-input.ts';

/** So many tiles or pictures of a fixed size are one run at most: what SCANBENCH_TILE_BATCH allows. */
const MOST_TOGETHER = 64;

/**
 * How many values one run of a model is shown at most, by what its manifest says; null where pixels stay pixels and only
 * the scan's own size limits it. The layers of a model may take fifty times the memory of its input.
 */
export function mostValues(input: Manifest['input']): number | null {
  const channels = channelsOf(input).length;
  if (input.tile !== undefined) return MOST_TOGETHER * channels * input.tile.sizePx ** 2;
  if (input.size !== undefined) return MOST_TOGETHER * channels * input.size.widthPx * input.size.heightPx;
  if (input.dynamic?.heightPx === undefined) return null;
  const { heightPx, multipleOfPx } = input.dynamic;
  const padded = (lengthPx: number) => Math.ceil(lengthPx / multipleOfPx) * multipleOfPx;
  return channels * padded(heightPx) * padded(LONGEST_AREA_HEIGHTS * heightPx);
}
