import type { Tensor } from '../../domain/technology/tensor.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import { mapSize } from './map-size.ts';

/** What a trial went in as. */
export interface Given {
  readonly tensor: Tensor;
  readonly layout: Manifest['input']['layout'];
}

/** By how much the proportions of a map differ from those of what went in; 1 where they do not. */
export function squeeze(dims: readonly number[], given: Given): number {
  const { height, width } = mapSize(dims);
  const { height: givenHeight, width: givenWidth } = givenSize(given);
  const change = (width * givenHeight) / (height * givenWidth);
  return Math.max(change, 1 / change);
}

/** Maps are rounded to whole cells; a graph that resizes by itself changes proportions by more. */
const MOST_ROUNDED = 1.2;

/** Whether a map has the proportions of what went in. */
export function keepsProportions(dims: readonly number[], given: Given): boolean {
  return squeeze(dims, given) <= MOST_ROUNDED;
}

export function givenSize({ tensor: { dims }, layout }: Given): { readonly height: number; readonly width: number } {
  const [height = 0, width = 0] = layout === 'NCHW' ? dims.slice(2) : dims.slice(1, 3);
  return { height, width };
}
