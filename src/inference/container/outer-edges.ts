import type { Plane } from '../../domain/scan/plane.ts';
import { MATTER_BELOW } from './roof-line.ts';

/** Lines across which an edge is looked for; their median is the edge, so that door gear and castings do not move it. */
const PROBES = 61;

/** A stretch of pixels along one axis, both ends inclusive. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * Where matter begins at full resolution, seen from outside, in a few pixels around `guess`.
 *
 * @param along - The stretch of the edge that is probed, in pixels across the direction of sight.
 * @param side - The side of the container that the edge bounds.
 * @param guessAt - The edge's place known from the reduced copy, for a place along it.
 * @param reachPx - How far the edge may lie from the guess.
 * @returns One place for each probe that met matter, ascending.
 */
export function edgePlaces(
  plane: Plane,
  airLevel: number,
  side: 'left' | 'right' | 'top',
  along: Span,
  guessAt: (place: number) => number,
  reachPx: number,
): Int32Array {
  const { samples, widthPx, heightPx } = plane;
  const threshold = airLevel * MATTER_BELOW;
  const inward = side === 'right' ? -1 : 1;
  const [depthPx, stride, across] = side === 'top' ? [heightPx, widthPx, 1] : [widthPx, 1, widthPx];
  const places: number[] = [];
  for (let probe = 0; probe < PROBES; probe++) {
    const at = Math.round(along.first + ((along.last - along.first) * probe) / (PROBES - 1));
    const start = Math.max(0, Math.min(depthPx - 1, Math.round(guessAt(at)) - inward * reachPx));
    const base = at * across;
    for (let step = 0; step <= 2 * reachPx; step++) {
      const place = start + inward * step;
      const next = place + inward;
      if (place < 0 || place >= depthPx) break;
      const here = samples[base + place * stride] ?? 0;
      const beyond = next < 0 || next >= depthPx ? here : (samples[base + next * stride] ?? 0);
      if (here < threshold && beyond < threshold) {
        places.push(place);
        break;
      }
    }
  }
  return Int32Array.from(places).sort();
}
