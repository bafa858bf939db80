/**
 * Elementary functions that give the same bits on every processor and every version of Node. ECMAScript lets engines
 * approximate `Math.exp`, `Math.log` and `Math.sin` as they like; here everything is built from IEEE 754 addition,
 * subtraction, multiplication, division and square root, which are exact to the last bit everywhere.
 */
const STEPS_PER_UNIT = 64;
const LARGEST_EXPONENT = 64;

/** e^(−k/64) for k = 0…4096, by repeated multiplication. */
const NEGATIVE_EXPONENTIALS = tabulateNegativeExponentials();

function tabulateNegativeExponentials(): Float64Array {
  const table = new Float64Array(STEPS_PER_UNIT * LARGEST_EXPONENT + 1);
  const step = seriesExp(-1 / STEPS_PER_UNIT);
  // From the nearest whole power, so that rounding errors do not add up over thousands of steps.
  let wholePower = 1;
  for (let k = 0; k < table.length; k++) {
    if (k % STEPS_PER_UNIT === 0) table[k] = k === 0 ? 1 : wholePower;
    else table[k] = (table[k - 1] ?? 0) * step;
    if ((k + 1) % STEPS_PER_UNIT === 0) wholePower /= Math.E;
  }
  return table;
}

/** Taylor series; for |x| ≤ 1/64 eight terms reach the last bit. */
function seriesExp(x: number): number {
  let sum = 1;
  for (let n = 8; n > 0; n--) sum = 1 + (x / n) * sum;
  return sum;
}

/** e^(−x) for x ≥ 0; 0 beyond x = 64, where no detector sees anything. Relative error below 1e-13. */
export function expNegative(x: number): number {
  if (x >= LARGEST_EXPONENT) return 0;
  const k = Math.floor(x * STEPS_PER_UNIT);
  const r = k / STEPS_PER_UNIT - x;
  const series = 1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120)))));
  return (NEGATIVE_EXPONENTIALS[k] ?? 0) * series;
}

const COARSE_STEPS_PER_UNIT = 64;
const LARGEST_COARSE_EXPONENT = 32;

/** e^(−k/64) for k = 0…2048: few enough for a processor's nearest cache. */
const COARSE_EXPONENTIALS = Float64Array.from({ length: COARSE_STEPS_PER_UNIT * LARGEST_COARSE_EXPONENT + 1 }, (_, k) =>
  expNegative(k / COARSE_STEPS_PER_UNIT),
);

/** e^(−x) for x ≥ 0 where speed matters more than the last digits: relative error below 1e-9; 0 beyond x = 32. */
export function attenuate(x: number): number {
  if (x >= LARGEST_COARSE_EXPONENT) return 0;
  const k = (x * COARSE_STEPS_PER_UNIT + 0.5) | 0;
  const r = k / COARSE_STEPS_PER_UNIT - x;
  return (COARSE_EXPONENTIALS[k] ?? 0) * (1 + r * (1 + r * (0.5 + r * (1 / 6))));
}

/** e^x. Throws a RangeError beyond |x| = 64. */
export function exp(x: number): number {
  if (x > LARGEST_EXPONENT) throw new RangeError(`exp(${x}) is outside the tabulated range.`);
  return x > 0 ? 1 / expNegative(x) : expNegative(-x);
}

/** Natural logarithm of x > 0, by the series of atanh after scaling to [1/√2, √2]. Throws a RangeError elsewhere. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) throw new RangeError(`log(${x}) is not defined.`);
  let mantissa = x;
  let exponent = 0;
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  const z2 = z * z;
  let sum = 0;
  for (let n = 23; n > 0; n -= 2) sum = sum * z2 + 1 / n;
  return 2 * z * sum + exponent * Math.LN2;
}

/** Sine of an angle in radians, |x| ≤ 2π, by halving into the Taylor series' comfort zone. */
export function sin(x: number): number {
  const { sine, cosine } = seriesSinCos(x / 8);
  let s = sine;
  let c = cosine;
  for (let doubling = 0; doubling < 3; doubling++) [s, c] = [2 * s * c, c * c - s * s];
  return s;
}

/** Cosine of an angle in radians, |x| ≤ 2π. */
export function cos(x: number): number {
  return sin(x + Math.PI / 2);
}

/** Angle in radians whose tangent is x, by halving the angle twice, then the series. */
export function atan(x: number): number {
  let t = x;
  for (let halving = 0; halving < 3; halving++) t /= 1 + Math.sqrt(1 + t * t);
  const t2 = t * t;
  let sum = 0;
  for (let n = 25; n > 0; n -= 2) sum = 1 / n - sum * t2;
  return 8 * t * sum;
}

function seriesSinCos(x: number): { readonly sine: number; readonly cosine: number } {
  const x2 = x * x;
  let sine = 1;
  let cosine = 1;
  for (let n = 19; n > 1; n -= 2) {
    sine = 1 - (x2 / (n * (n - 1))) * sine;
    cosine = 1 - (x2 / ((n - 1) * (n - 2))) * cosine;
  }
  return { sine: x * sine, cosine };
}
