import type { Box } from '../../domain/scan/box.ts';
import type { Manifest } from '../model/manifest.ts';
import { paddedLength } from './padded-length.ts';
import { shownWidth } from './shown-width.ts';
import { layTiles } from './tiles.ts';

/** How a judged box becomes one tensor or several: each patch is one run of the model. */
export interface InputPlan {
  /** The tensor's size. */
  readonly widthPx: number;
  readonly heightPx: number;
  /**
   * What the box is resized to before it is laid into the tensor: into a fixed size (letterbox) or to a given height, its
   * proportions kept, or to the width that areas of its length have; null where pixels stay pixels.
   */
  readonly resizedTo: { readonly widthPx: number; readonly heightPx: number } | null;
  /** Where each patch starts, in pixels of the box. */
  readonly patches: readonly { readonly x: number; readonly y: number }[];
  readonly overlapPx: number;
}

const WHOLE = [{ x: 0, y: 0 }] as const;

/** Models that shrink do it by powers of two, hardly any beyond this. */
const LARGEST_SHRINKAGE = 32;

/** Tiles where the manifest asks for them, a letterbox for a fixed size, else the whole box, resized where asked. */
export function planInput({ width, height }: Pick<Box, 'width' | 'height'>, input: Manifest['input']): InputPlan {
  const free = input.dynamic ?? { multipleOfPx: 1 };
  if (input.tile !== undefined) {
    const { sizePx, overlapPx } = input.tile;
    const gridPx = free.multipleOfPx > 1 ? free.multipleOfPx : powerOfTwoIn(sizePx);
    const across = layTiles(width, sizePx, overlapPx, gridPx);
    const down = layTiles(height, sizePx, overlapPx, gridPx);
    const patches = down.startsPx.flatMap((y) => across.startsPx.map((x) => ({ x, y })));
    return { widthPx: sizePx, heightPx: sizePx, resizedTo: null, patches, overlapPx };
  }
  if (input.size !== undefined) {
    const scale = Math.min(input.size.widthPx / width, input.size.heightPx / height);
    const resizedTo = {
      widthPx: Math.min(input.size.widthPx, Math.max(1, Math.round(width * scale))),
      heightPx: Math.min(input.size.heightPx, Math.max(1, Math.round(height * scale))),
    };
    return { ...input.size, resizedTo, patches: WHOLE, overlapPx: 0 };
  }
  const padded = (lengthPx: number) => paddedLength(lengthPx, free);
  if (input.dynamic?.heightPx !== undefined) {
    const { heightPx, widths } = input.dynamic;
    const resizedTo = { widthPx: shownWidth({ width, height }, heightPx, widths), heightPx };
    return {
      widthPx: padded(resizedTo.widthPx),
      heightPx: padded(heightPx),
      resizedTo,
      patches: WHOLE,
      overlapPx: 0,
    };
  }
  return { widthPx: padded(width), heightPx: padded(height), resizedTo: null, patches: WHOLE, overlapPx: 0 };
}

/** The largest power of two that divides a tile: where its model says no multiple, tiles start on this grid. */
function powerOfTwoIn(sizePx: number): number {
  let power = 1;
  while (power < LARGEST_SHRINKAGE && sizePx % (2 * power) === 0) power *= 2;
  return power;
}
