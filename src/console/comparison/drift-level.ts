import { type Drift, WATCH_FROM } from '../../domain/comparison/drift.ts';

/** The level of a drift in words. Steady is said only where no figure beside it says otherwise: few scores reach far by chance. */
export function driftLevel({ level, stabilityIndex, kolmogorovSmirnov }: Drift): string {
  if (level !== 'steady') return level;
  const isFar = stabilityIndex.value >= WATCH_FROM || kolmogorovSmirnov.distance >= WATCH_FROM;
  return isFar ? 'too few to tell' : level;
}
