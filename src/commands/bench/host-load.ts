import { cpus } from 'node:os';

/** CPU milliseconds that all programs of the machine worked, and that its CPUs had. */
export interface HostTimes {
  readonly busyMs: number;
  readonly allMs: number;
}

/** Since the machine started; two readings tell what was between them. */
export function readHostTimes(): HostTimes {
  let busyMs = 0;
  let idleMs = 0;
  for (const { times } of cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq;
    idleMs += times.idle;
  }
  return { busyMs, allMs: busyMs + idleMs };
}

/** Above it the machine was somebody else's, too. */
const OTHERS_LIMIT = 0.1;

/** The share of the machine's CPUs that other programs took between two readings, 0…1. */
export function othersShare(before: HostTimes, after: HostTimes, ownCpuMs: number): number {
  const others = (after.busyMs - before.busyMs - ownCpuMs) / (after.allMs - before.allMs);
  return others > 0 ? Math.min(1, others) : 0;
}

/** A sentence where other programs took more than a tenth of the CPUs; null where they did not. */
export function busyHostWarning(others: number): string | null {
  if (others <= OTHERS_LIMIT) return null;
  return (
    `Other programs used ${Math.round(100 * others)} % of the machine's CPUs during the performance run: ratios of ` +
    'speeds hold, latencies and rates are worse than the machine gives alone.'
  );
}
