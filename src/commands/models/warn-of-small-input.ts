import type { Tensor } from '../../domain/technology/tensor.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { mapSize } from './map-size.ts';

/** A container is some twelve metres long: in fewer pixels than this nothing in it is left. */
const LEAST_PX = 64;

/**
 * A graph that was traced with a picture of no size of its own takes pictures as small as that, and enlarges them by itself:
 * anomalib exports PatchCore so, for 32 × 32, where it is told of no size.
 */
export function warnOfSmallInput({ size, tile }: Manifest['input'], answer: Tensor | undefined): readonly string[] {
  if (size === undefined || tile !== undefined) return [];
  const { widthPx, heightPx } = size;
  const { width, height } = mapSize(answer?.dims ?? []);
  const enlarges = width > widthPx && height > heightPx;
  if (!enlarges && Math.max(widthPx, heightPx) >= LEAST_PX) return [];
  const shown = enlarges
    ? `, and its map is ${width} × ${height}: it enlarges what is left of a container by itself`
    : '';
  return [
    `Its graph takes ${widthPx} × ${heightPx} px${shown}. A whole container goes into that: export it for the size that it learned from ` +
      '(with anomalib: input_size=(256, 256)).',
  ];
}
