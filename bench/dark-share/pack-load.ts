import type { ArealDensity } from '../../src/simulator/areal-density.ts';
import type { FanBeam } from '../../src/simulator/fan-beam.ts';

/** A ray through less than this meets cloth or a brick's corner, not the bag's bricks. */
const LEAST_BRICK_G_PER_CM2 = 1;

/** The mass that a fan sees, in tonnes: what lies nearer or farther than the lane's middle counts a little more or less. */
export function massTonnes(densities: ArealDensity, { pitchCm }: FanBeam): number {
  let sum = 0;
  for (const layer of densities.values()) for (const density of layer) sum += density;
  return (sum * pitchCm * pitchCm) / 1e6;
}

/** The shell as it is and what was loaded into it `factor` times as dense. */
export function densify(shell: ArealDensity, loaded: ArealDensity, factor: number): ArealDensity {
  return new Map(
    [...loaded].map(([material, sums]) => {
      const own = shell.get(material);
      return [material, sums.map((sum, i) => (own?.[i] ?? 0) + factor * (sum - (own?.[i] ?? 0)))] as const;
    }),
  );
}

/** Both on the same rays. */
export function putInto(load: ArealDensity, bag: ArealDensity): ArealDensity {
  const sums = new Map(load);
  for (const [material, bagSums] of bag) {
    const before = load.get(material);
    sums.set(
      material,
      bagSums.map((sum, i) => sum + (before?.[i] ?? 0)),
    );
  }
  return sums;
}

/** Indices, row-major as in a plane, of the pixels whose rays meet the bag's bricks. */
export function pixelsOf(bag: ArealDensity, { columns, rows }: FanBeam): readonly number[] {
  const layers = [...bag.values()];
  const pixels: number[] = [];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      let density = 0;
      for (const layer of layers) density += layer[column * rows + row] ?? 0;
      if (density >= LEAST_BRICK_G_PER_CM2) pixels.push(row * columns + column);
    }
  }
  return pixels;
}
