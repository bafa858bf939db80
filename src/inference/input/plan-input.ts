import type { Box } from '../../domain/box.ts';
import type { Manifest } from '../model/manifest.ts';
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

type Widths = NonNullable<Manifest['input']['dynamic']>['widths'];

const WHOLE = [{ x: 0, y: 0 }] as const;

/** A longer area than this, in heights, is no container: it is squeezed, so that a sliver cannot ask for all memory. */
const LONGEST_AREA_HEIGHTS = 24;

/** Models that shrink do it by powers of two, hardly any beyond this. */
const LARGEST_SHRINKAGE = 32;

/** Tiles where the manifest asks for them, a letterbox for a fixed size, else the whole box, resized where asked. */
export function planInput({ width, height }: Pick<Box, 'width' | 'height'>, input: Manifest['input']): InputPlan {
  const multiple = input.dynamic?.multipleOfPx ?? 1;
  if (input.tile !== undefined) {
    const { sizePx, overlapPx } = input.tile;
    const gridPx = multiple > 1 ? multiple : powerOfTwoIn(sizePx);
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
  const padded = (lengthPx: number) => Math.ceil(lengthPx / multiple) * multiple;
  if (input.dynamic?.heightPx !== undefined) {
    const { heightPx, widths } = input.dynamic;
    const shown = widths?.find(({ toHeights }) => width <= toHeights * height);
    const inProportion = Math.max(1, Math.round((width * columnsOfAHeight(heightPx, widths)) / height));
    const widthPx = shown?.widthPx ?? Math.min(inProportion, widestArea(heightPx, widths));
    const resizedTo = { widthPx, heightPx };
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

/** How wide an area is shown at most. */
export function widestArea(heightPx: number, widths: Widths): number {
  return Math.round(LONGEST_AREA_HEIGHTS * columnsOfAHeight(heightPx, widths));
}

/** How many columns an area longer than all that have a width of their own gets for each of its heights. */
function columnsOfAHeight(heightPx: number, widths: Widths): number {
  const last = widths?.at(-1);
  return last === undefined ? heightPx : last.widthPx / last.toHeights;
}

/** The largest power of two that divides a tile: where its model says no multiple, tiles start on this grid. */
function powerOfTwoIn(sizePx: number): number {
  let power = 1;
  while (power < LARGEST_SHRINKAGE && sizePx % (2 * power) === 0) power *= 2;
  return power;
}
