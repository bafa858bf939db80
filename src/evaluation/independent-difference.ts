import type { Interval } from './bootstrap-interval.ts';
import type { Bounds } from './rate-bounds.ts';

/** A value that was estimated, with bounds of its own. */
export interface BoundedValue {
  readonly value: number;
  readonly bounds: Bounds;
}

/**
 * The difference of two values from different scans, first less second, with bounds recovered from those of each: the
 * distance of a value to its own bound stands for its spread on that side. From Wilson's bounds of two rates it gives
 * Newcombe's interval (1998, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I).
 *
 * Zou and Donner (2008), doi:10.1002/sim.3095 (MOVER).
 */
export function independentDifference(
  first: BoundedValue,
  second: BoundedValue,
): { difference: number; bounds: Interval } {
  const difference = first.value - second.value;
  const down = Math.hypot(first.value - first.bounds[0], second.bounds[1] - second.value);
  const up = Math.hypot(first.bounds[1] - first.value, second.value - second.bounds[0]);
  return { difference, bounds: [difference - down, difference + up] };
}
