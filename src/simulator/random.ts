import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { stirBits } from '../domain/language/stir-bits.ts';
import { expNegative } from './elementary.ts';
import { drawNormal } from './ziggurat.ts';

/** A seeded source of random draws: the same seed and label give the same draws on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly unit: () => number;
  /** Uniform in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** A whole number, uniform in low…high, both included. */
  readonly integer: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
  /** Standard normal. */
  readonly normal: () => number;
  /** Poisson; from a mean of 40 on by its normal approximation, rounded. */
  readonly poisson: (mean: number) => number;
  /** An independent source for one part of the work: drawing more in one part leaves the others as they were. */
  readonly fork: (label: string) => Random;
}

const EXACT_POISSON_LIMIT = 40;

/** @param seed a whole number; only its lowest 32 bits count. */
export function createRandom(seed: number, label = ''): Random {
  const state = hash(seed, label);
  const generator = xoroshiro128plus(state);

  // The highest bits of xoroshiro128+ are its best; the lowest are dropped.
  const unit = () => ((generator.next() >>> 5) * 67108864 + (generator.next() >>> 6)) / 9007199254740992;

  const normal = () => drawNormal(generator, unit);

  const poisson = (mean: number) => {
    if (mean <= 0) return 0;
    if (mean >= EXACT_POISSON_LIMIT) return Math.max(0, Math.floor(mean + Math.sqrt(mean) * normal() + 0.5));
    let remaining = unit();
    let probability = expNegative(mean);
    let count = 0;
    while (remaining > probability && count < 400) {
      remaining -= probability;
      count++;
      probability *= mean / count;
    }
    return count;
  };

  return {
    unit,
    between: (low, high) => low + (high - low) * unit(),
    integer: (low, high) => low + Math.floor(unit() * (high - low + 1)),
    chance: (probability) => unit() < probability,
    pick: (items) => items[Math.floor(unit() * items.length)] ?? items[0],
    normal,
    poisson,
    fork: (part) => createRandom(state, part),
  };
}

/** FNV-1a over the label, then stirred, so that neighbouring seeds share nothing. */
function hash(seed: number, label: string): number {
  let h = (seed ^ 0x811c9dc5) | 0;
  for (let i = 0; i < label.length; i++) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193);
  return stirBits(h);
}
