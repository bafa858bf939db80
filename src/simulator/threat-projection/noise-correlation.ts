/** Edge of the square blocks in which noise is looked at, in pixels. */
export const BLOCK_PX = 8;

/** The most that three taps can give a neighbour: from there on all three weigh the same. */
const LARGEST_NEIGHBOUR_SHARE = 1 / 3;

/** What is left of unit-variance noise along one axis of a block once the block's own means are taken out. */
interface LeftAlongAxis {
  /** Mean variance; 7/8 where the noise is white. */
  readonly variance: number;
  /** Mean product of neighbours. */
  readonly neighbours: number;
}

/**
 * Noise that was blurred with three taps (share, 1 − 2·share, share), seen through a block from which row and column
 * means were subtracted: both axes separate, so one axis at a time is enough.
 */
function leftAlongAxis(share: number): LeftAlongAxis {
  const centre = 1 - 2 * share;
  const variance = centre * centre + 2 * share * share;
  const correlation = [1, (2 * share * centre) / variance, (share * share) / variance];
  const between = (i: number, j: number) => correlation[Math.abs(i - j)] ?? 0;
  const rowMeans = Array.from({ length: BLOCK_PX }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < BLOCK_PX; j++) sum += between(i, j);
    return sum / BLOCK_PX;
  });
  const grandMean = rowMeans.reduce((sum, mean) => sum + mean, 0) / BLOCK_PX;
  const left = (i: number, j: number) => between(i, j) - (rowMeans[i] ?? 0) - (rowMeans[j] ?? 0) + grandMean;
  let own = 0;
  let next = 0;
  for (let i = 0; i < BLOCK_PX; i++) own += left(i, i) / BLOCK_PX;
  for (let i = 0; i + 1 < BLOCK_PX; i++) next += left(i, i + 1) / (BLOCK_PX - 1);
  return { variance: own, neighbours: next };
}

/**
 * The share that blur gave each neighbour along one axis, from the correlation of neighbours inside of blocks: the
 * inverse of what a block leaves, by bisection; 0…1/3.
 */
export function neighbourShareOf(correlationInBlocks: number): number {
  let low = 0;
  let high = LARGEST_NEIGHBOUR_SHARE;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    const { variance, neighbours } = leftAlongAxis(middle);
    if (neighbours / variance < correlationInBlocks) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** What share of a pixel's noise variance is left once a block's row and column means are taken out. */
export function shareLeftInBlocks(shareAlong: number, shareAcross: number): number {
  return leftAlongAxis(shareAlong).variance * leftAlongAxis(shareAcross).variance;
}
