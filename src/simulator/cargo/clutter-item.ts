import type { Random } from '../random.ts';
import type { Solid } from '../solid.ts';

/** A thing that was left behind or belongs to the stowing, with its near lower front corner at the origin. */
export interface ClutterItem {
  readonly size: { readonly x: number; readonly y: number; readonly z: number };
  readonly solids: readonly Solid[];
}

export type DrawItem = (random: Random) => ClutterItem;
