import { trafficDraws } from './traffic-draws.ts';

/** Numbers of scans, pass after pass, each pass all of them in an order of its own. The same seed gives the same order. */
export function* scanOrder(scans: number, seed: number): Generator<number, never> {
  const draw = trafficDraws(seed);
  for (;;) {
    const pass = Array.from({ length: scans }, (_, scan) => ({ scan, key: draw() }));
    for (const { scan } of pass.toSorted((a, b) => a.key - b.key)) yield scan;
  }
}
