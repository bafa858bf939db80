import { type SpeedRatio, speedRatio } from '../src/performance/speed-ratio.ts';
import type { Turn } from './by-turns.ts';

/** Scans a second of the first over those of the second, round by round. */
export function throughputRatio(scansPerSecond: readonly Turn<number>[]): SpeedRatio {
  return speedRatio(scansPerSecond.map(({ first, second }) => ({ firstMs: 1000 / first, secondMs: 1000 / second })));
}

/** `0.950 [0.921, 0.980]`. */
export function ratioText(found: SpeedRatio): string {
  if (found.state !== 'estimated') return `${found.needed} rounds say it`;
  return boundedText(found.ratio, found.bounds);
}

export function boundedText(value: number, bounds: readonly [number, number]): string {
  return `${value.toFixed(3)} [${bounds.map((bound) => bound.toFixed(3)).join(', ')}]`;
}
