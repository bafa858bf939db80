import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers of scans, pass after pass, each pass all of them in an order of its own. The same seed gives the same order. */
export function* scanOrder(scans: number, seed: number): Generator<number, never> {
  const generator = xoroshiro128plus(seed);
  for (;;) {
    const pass = Array.from({ length: scans }, (_, scan) => ({ scan, key: generator.next() }));
    for (const { scan } of pass.toSorted((a, b) => a.key - b.key)) yield scan;
  }
}
