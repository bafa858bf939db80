import type { Roof } from './straight-roofs.ts';
import type { TransmissionGrid } from './transmission-grid.ts';

/** Blur and door gear blacken the cells next to a container's end. */
const FIRST_CELL = 2;
/** How far beyond the end the deck is looked for, as a share of the view's height: it juts out by a hand at the rear. */
const REACH = 0.02;
/** What stands higher, as a share of the rows below the roof, is a cab or the next container. */
const HIGHEST_DECK = 0.55;

/**
 * Rows from the roof down to the deck that carries the container, where the deck juts out beyond the container's ends:
 * none, one for each end, ascending. The deck's far edge is seen, at the container's bottom or a little above it.
 *
 * @param tops - For each column the row where matter begins, seen from above.
 */
export function deckBeyondEnds(grid: TransmissionGrid, tops: Int32Array, roof: Roof): readonly number[] {
  const middle = (roof.left + roof.right) / 2;
  const reach = Math.max(3, Math.round(grid.rows * REACH));
  const depths: number[] = [];
  for (const [end, outward] of [
    [roof.left, -1],
    [roof.right, 1],
  ] as const) {
    const firsts: number[] = [];
    for (let cell = FIRST_CELL; cell < FIRST_CELL + reach; cell++) {
      const top = tops[end + outward * cell];
      if (top !== undefined && top < grid.rows) firsts.push(top);
    }
    // Where most of them see no deck, what the others see is noise or a lamp.
    if (firsts.length * 2 <= reach) continue;
    firsts.sort((a, b) => a - b);
    const depth = (firsts[firsts.length >> 1] ?? 0) - (roof.middleRow + roof.slope * (end - middle));
    if (depth >= (grid.rows - roof.middleRow) * HIGHEST_DECK) depths.push(Math.round(depth));
  }
  return depths.sort((a, b) => a - b);
}
