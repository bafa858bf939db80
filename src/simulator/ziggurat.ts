import { expNegative, log } from './elementary.ts';

const LAYERS = 128;
/** Where the tail begins, and the area of each layer, for 128 layers. */
const TAIL = 3.442619855899;
const LAYER_AREA = 9.91256303526217e-3;

/** Right ends of the layers, from the base upwards; the last is 0. */
const ENDS = tabulateEnds();
/** The share of each layer that lies wholly under the curve. */
const INNER_SHARES = Float64Array.from({ length: LAYERS }, (_, layer) => (ENDS[layer + 1] ?? 0) / (ENDS[layer] ?? 1));

function tabulateEnds(): Float64Array {
  const ends = new Float64Array(LAYERS + 1);
  let height = expNegative((TAIL * TAIL) / 2);
  ends[0] = LAYER_AREA / height;
  ends[1] = TAIL;
  for (let layer = 2; layer < LAYERS; layer++) {
    const end = Math.sqrt(-2 * log(LAYER_AREA / (ends[layer - 1] ?? 1) + height));
    ends[layer] = end;
    height = expNegative((end * end) / 2);
  }
  return ends;
}

/**
 * A standard normal number by the ziggurat method (G. Marsaglia & W. W. Tsang, J. Stat. Softw. 5 (8), 2000, as amended by
 * J. A. Doornik, "An improved ziggurat method to generate normal random samples", 2005). Ninety-nine draws in a hundred
 * take one 32-bit number, a comparison and a product: a scan takes a million and a half of them.
 *
 * @param generator - gives 32-bit whole numbers.
 * @param unit - gives numbers in [0, 1).
 */
export function drawNormal(generator: { readonly next: () => number }, unit: () => number): number {
  for (;;) {
    // The highest 7 bits choose the layer, the others the place in it, −1…1.
    const bits = generator.next();
    const layer = bits >>> 25;
    const place = ((bits << 7) >> 7) / 16_777_216;
    const end = ENDS[layer] ?? 0;
    if (Math.abs(place) < (INNER_SHARES[layer] ?? 0)) return place * end;
    if (layer === 0) return place < 0 ? -drawTail(unit) : drawTail(unit);
    const x = place * end;
    const inner = ENDS[layer + 1] ?? 0;
    // Heights of this layer's and the next one's end, over the curve's height at x.
    const low = expNegative((end * end - x * x) / 2);
    const excess = (x * x - inner * inner) / 2;
    const high = 1 / expNegative(excess);
    if (high + unit() * (low - high) < 1) return x;
  }
}

/** Marsaglia's method for what lies beyond the last layer. */
function drawTail(unit: () => number): number {
  for (;;) {
    const beyond = -log(1 - unit()) / TAIL;
    if (-2 * log(1 - unit()) >= beyond * beyond) return TAIL + beyond;
  }
}
