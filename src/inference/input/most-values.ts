import { LARGEST_TILE_BATCH } from '../../domain/technology/tile-batch.ts';
import { channelsOf } from '../model/channels.ts';
import type { Manifest } from '../model/manifest.ts';
import { paddedLength } from './padded-length.ts';
import { widestShown } from './shown-width.ts';

/**
 * How many values one run of a model is shown at most, by what its manifest says; null where pixels stay pixels and only
 * the scan's own size limits it. The layers of a model may take fifty times the memory of its input.
 */
export function mostValues(input: Manifest['input']): number | null {
  const channels = channelsOf(input).length;
  if (input.tile !== undefined) return LARGEST_TILE_BATCH * channels * input.tile.sizePx ** 2;
  if (input.size !== undefined) return LARGEST_TILE_BATCH * channels * input.size.widthPx * input.size.heightPx;
  if (input.dynamic?.heightPx === undefined) return null;
  const { heightPx, widths } = input.dynamic;
  return channels * paddedLength(heightPx, input.dynamic) * paddedLength(widestShown(heightPx, widths), input.dynamic);
}
