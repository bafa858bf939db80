import { expect } from 'vitest';
import { readMetrics, sumOf } from './read-metrics.ts';

/** Nothing is in flight, waits or runs, at the latest after a minute. */
export async function expectAtRest(url: string): Promise<void> {
  const underWay = async () => {
    const metrics = await readMetrics(url);
    return sumOf(metrics, 'in_flight') + sumOf(metrics, 'queue_depth') + sumOf(metrics, 'workers', 'busy');
  };
  await expect.poll(underWay, { timeout: 60_000, interval: 100 }).toBe(0);
}
