import { studentQuantile } from '../../src/evaluation/student.ts';

/** What a process held after so many scans. */
export interface MemorySample {
  readonly scans: number;
  readonly residentMiB: number;
}

/** How resident memory changed once the service was warm. */
export interface MemoryTrend {
  /** MiB for each thousand scans. */
  readonly slope: number;
  /** 95 % bounds of the slope. */
  readonly bounds: readonly [lowest: number, highest: number];
  /** Mean, least and most of the samples, MiB. */
  readonly meanMiB: number;
  readonly leastMiB: number;
  readonly mostMiB: number;
  /** False where the bounds lie above 0: memory grows. */
  readonly isFlat: boolean;
}

/** Samples close to each other are not independent (a collection frees for all of them), means of so many batches nearly are. */
const BATCHES = 10;

/**
 * The least-squares slope through the means of ten batches of equal length, with Student's bounds for their eight
 * degrees of freedom. `samples` are those after the warm-up, in order; at least two for each batch.
 */
export function memoryTrend(samples: readonly MemorySample[]): MemoryTrend {
  if (samples.length < 2 * BATCHES) throw new Error(`a trend takes at least ${2 * BATCHES} samples`);
  const batches = Array.from({ length: BATCHES }, (_, batch) => {
    const part = samples.slice(
      Math.round((batch * samples.length) / BATCHES),
      Math.round(((batch + 1) * samples.length) / BATCHES),
    );
    return {
      thousands: meanOf(part.map(({ scans }) => scans)) / 1000,
      MiB: meanOf(part.map(({ residentMiB }) => residentMiB)),
    };
  });
  const middle = meanOf(batches.map(({ thousands }) => thousands));
  const level = meanOf(batches.map(({ MiB }) => MiB));
  const spread = batches.reduce((sum, { thousands }) => sum + (thousands - middle) ** 2, 0);
  const slope = batches.reduce((sum, { thousands, MiB }) => sum + (thousands - middle) * (MiB - level), 0) / spread;
  const residuals = batches.map(({ thousands, MiB }) => MiB - level - slope * (thousands - middle));
  const degrees = BATCHES - 2;
  const error = Math.sqrt(residuals.reduce((sum, residual) => sum + residual ** 2, 0) / degrees / spread);
  const reach = studentQuantile(degrees) * error;
  const held = samples.map(({ residentMiB }) => residentMiB);
  return {
    slope,
    bounds: [slope - reach, slope + reach],
    meanMiB: meanOf(held),
    leastMiB: Math.min(...held),
    mostMiB: Math.max(...held),
    isFlat: slope - reach <= 0,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
