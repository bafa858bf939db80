import { seededUnit } from '../seeded-unit.ts';

/**
 * Seeded draws of a gamma distribution of scale 1 with a whole shape; shape 0 is always 0.
 *
 * Marsaglia and Tsang (2000), doi:10.1145/358407.358414; its normal numbers by Marsaglia's polar method.
 */
export function gammaDraws(seed: number): (shape: number) => number {
  const unit = seededUnit(seed);
  // The polar method makes two at a time.
  const spare = new Float64Array(1);
  let hasSpare = false;

  const normal = (): number => {
    if (hasSpare) {
      hasSpare = false;
      return spare[0] ?? 0;
    }
    for (;;) {
      const x = 2 * unit() - 1;
      const y = 2 * unit() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const stretch = Math.sqrt((-2 * Math.log(square)) / square);
      spare[0] = y * stretch;
      hasSpare = true;
      return x * stretch;
    }
  };

  return (shape) => {
    if (shape === 0) return 0;
    if (shape === 1) return -Math.log(unit());
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const root = 1 + c * x;
      // Not `** 3`, which takes longer than all the rest.
      const v = root * root * root;
      if (v <= 0) continue;
      const u = unit();
      // Their squeeze: nearly always, and never where the test of two logarithms would say no.
      if (u < 1 - 0.0331 * x * x * x * x) return d * v;
      if (Math.log(u) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
}
