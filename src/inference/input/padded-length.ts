import type { Manifest } from '../model/manifest.ts';

type FreeSize = Pick<NonNullable<Manifest['input']['dynamic']>, 'multipleOfPx' | 'leastPx'>;

/** How long an input of a free size is made for so many pixels: the next multiple that its model takes, and no less than its least. */
export function paddedLength(lengthPx: number, { multipleOfPx, leastPx = 0 }: FreeSize): number {
  return Math.max(leastPx, Math.ceil(lengthPx / multipleOfPx) * multipleOfPx);
}
