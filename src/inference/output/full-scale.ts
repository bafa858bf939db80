import type { Tensor } from '../../domain/technology/tensor.ts';

/** The value that counts as a score of 1: 1 itself, or the highest of a type of whole numbers. */
export function fullScale({ type }: Pick<Tensor, 'type'>): number {
  return FULL_SCALE[type];
}

const FULL_SCALE = { float32: 1, uint8: 255, uint16: 65_535 } as const;
