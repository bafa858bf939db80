import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Dimension } from '../../domain/technology/tensor.ts';
import type { Manifest } from '../../inference/model/manifest.ts';
import type { Proposal } from './proposal.ts';

export interface SizeWishes {
  /** A fixed size, or without a width the height that the judged area is resized to. */
  readonly size?: { readonly widthPx?: number; readonly heightPx: number };
  readonly tilePx?: number;
}

type Size = Pick<Manifest['input'], 'size' | 'dynamic' | 'tile'>;

/** Networks halve their input five times at most, so a multiple of this suits nearly all. */
const MULTIPLE_PX = 32;
const OVERLAP_SHARE = 1 / 8;

/** How a judged area becomes the model's input, by the dimensions of its graph. Fails where they rule a wish out. */
export function proposeSize(
  height: Dimension,
  width: Dimension,
  { size: wished, tilePx }: SizeWishes,
): Outcome<Proposal<Size>> {
  const fixed = { heightPx: sizeOf(height), widthPx: sizeOf(width) };
  const heightPx = fixed.heightPx ?? wished?.heightPx ?? null;
  const widthPx = fixed.widthPx ?? wished?.widthPx ?? null;
  const clashes = wished !== undefined && (wished.heightPx !== heightPx || (wished.widthPx ?? widthPx) !== widthPx);
  if (clashes) return fail('malformed-request', `The graph takes ${wordsFor(fixed)}; leave --size out or give that.`);
  if (tilePx !== undefined) return proposeTiles(fixed, wished !== undefined, tilePx);
  if (heightPx !== null && widthPx !== null) {
    const square = heightPx === widthPx && fixed.widthPx !== null ? `; --tile ${heightPx} keeps the scan's pixels` : '';
    return succeed({
      part: { size: { widthPx, heightPx } },
      assumptions: [`What is judged is resized into ${widthPx} × ${heightPx} px, its proportions kept${square}.`],
    });
  }
  if (heightPx !== null) {
    return succeed({
      part: { dynamic: { multipleOfPx: powerOfTwoIn(heightPx), heightPx } },
      assumptions: [`What is judged is resized to ${heightPx} px of height, its width in proportion.`],
    });
  }
  if (widthPx !== null) {
    return fail('malformed-request', `The graph fixes the width (${widthPx}) and not the height: give --size WxH.`);
  }
  return succeed({
    part: { dynamic: { multipleOfPx: MULTIPLE_PX } },
    assumptions: [
      `It takes any size in steps of ${MULTIPLE_PX} px, so the scan's own pixels go in; --size 512 resizes what is judged to 512 px of height.`,
    ],
  });
}

interface FixedSize {
  readonly heightPx: number | null;
  readonly widthPx: number | null;
}

function proposeTiles(fixed: FixedSize, hasSize: boolean, sizePx: number): Outcome<Proposal<Size>> {
  if (hasSize) return fail('malformed-request', 'Tiles keep the pixels of the scan: give --size or --tile, not both.');
  if ((fixed.heightPx ?? sizePx) !== sizePx || (fixed.widthPx ?? sizePx) !== sizePx) {
    return fail('malformed-request', `The graph takes ${wordsFor(fixed)}, so tiles of ${sizePx} px do not fit it.`);
  }
  const tile = { sizePx, overlapPx: Math.round(sizePx * OVERLAP_SHARE) };
  const isFixed = fixed.heightPx !== null && fixed.widthPx !== null;
  return succeed({
    part: isFixed
      ? { size: { widthPx: sizePx, heightPx: sizePx }, tile }
      : { dynamic: { multipleOfPx: powerOfTwoIn(sizePx) }, tile },
    assumptions: [`It is run on tiles of ${sizePx} px that overlap by ${tile.overlapPx}, in the scan's own pixels.`],
  });
}

function sizeOf(dimension: Dimension): number | null {
  return 'size' in dimension ? dimension.size : null;
}

function wordsFor({ widthPx, heightPx }: FixedSize): string {
  return `${widthPx ?? 'any'} × ${heightPx ?? 'any'} px`;
}

/** So that a height that the graph fixes is not padded to another. */
function powerOfTwoIn(lengthPx: number): number {
  let power = MULTIPLE_PX;
  while (lengthPx % power !== 0) power /= 2;
  return power;
}
