import type { Dimension } from '../../domain/technology/tensor.ts';

/** Whether a tensor of these dimensions is one that a model takes or gives. */
export function fitsDims(dims: readonly number[], wanted: readonly Dimension[]): boolean {
  return dims.length === wanted.length && wanted.every((dimension, axis) => allowsSize(dimension, dims[axis] ?? 0));
}

/** In words, e.g. `[any size, 1, a multiple of 32, 512]`. */
export function describeDims(dims: readonly Dimension[]): string {
  return `[${dims.map(wordsFor).join(', ')}]`;
}

/** Whether a dimension may be of this size. */
export function allowsSize(wanted: Dimension, size: number): boolean {
  return 'size' in wanted ? size === wanted.size : size >= (wanted.least ?? 1) && size % wanted.multipleOf === 0;
}

function wordsFor(wanted: Dimension): string {
  if ('size' in wanted) return String(wanted.size);
  const from = wanted.least === undefined ? '' : ` from ${wanted.least} on`;
  return `${wanted.multipleOf === 1 ? 'any size' : `a multiple of ${wanted.multipleOf}`}${from}`;
}
