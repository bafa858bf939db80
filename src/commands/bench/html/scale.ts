/** From a value to its place on an axis, with the values that are labelled. Values off its ends are drawn at the end. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Where an axis is drawn, from its first to its last value. */
export type Span = readonly [first: number, last: number];

const STEPS = [1, 2, 5, 10] as const;
const MOST_STEPS = 6;

/** Equal steps of 1, 2 or 5 times a power of ten. */
export function linearScale([low, high]: Span, [start, end]: Span): Scale {
  const rough = (high - low) / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return {
    at: (value) => rounded(start + clamp((value - low) / (high - low)) * (end - start)),
    ticks: Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12))),
  };
}

/** Equal ratios; labelled at powers of ten, and at 2 and 5 times these where they are few. */
export function logScale([low, high]: Span, [start, end]: Span): Scale {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const factors = to - from > 2.5 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: Math.ceil(to) - Math.floor(from) + 1 }, (_, i) => Math.floor(from) + i);
  const ticks = powers.flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(12))));
  return {
    at: (value) => rounded(start + clamp((Math.log10(Math.max(value, low)) - from) / (to - from)) * (end - start)),
    ticks: ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)),
  };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** A tenth of a pixel is finer than anybody sees, and keeps the page small. */
function rounded(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
