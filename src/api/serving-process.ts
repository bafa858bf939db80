import { NO_RESTARTS, type ProcessEnd } from '../domain/service/process-end.ts';
import { NO_SIBLINGS, type Siblings } from '../domain/service/siblings.ts';
import { createRateLimits, type RateLimits } from './access/rate-limits.ts';

/** What the API knows of the process that it runs in: one of those of a service, replaced when it ends by itself. */
export interface ServingProcess {
  /** How often a process of this service was replaced. */
  restarts(): Readonly<Record<ProcessEnd, number>>;
  /** Whether it ends while others serve: what comes over its connections is answered still, and ends them. */
  isGivingWay(): boolean;
  /** What time of day was believed when it began; null where nobody knew before it. */
  readonly beganAtMs: number | null;
  /** Queued scans that a process before this one ended with, and how often. */
  readonly suspects: ReadonlyMap<string, number>;
  /** Says which queued scans are at work, for the case that this process ends with them. */
  noteQueuedScan(id: string, state: 'begun' | 'ended'): void;
  /** Whether this is the one that does what is done once: screens what was queued, makes reports. */
  readonly hasDuties: boolean;
  readonly siblings: Siblings;
  /** What the others count, as OpenMetrics text, for one that has said what it counts itself. */
  metricsOfOthers(own: string): Promise<readonly string[]>;
  /** One bucket a key, whichever process its requests come to. */
  readonly rateLimits: RateLimits;
}

/** One that is alone and that nobody replaces, as in tests. */
export function processOnItsOwn(): ServingProcess {
  return {
    restarts: () => NO_RESTARTS,
    isGivingWay: () => false,
    beganAtMs: null,
    suspects: new Map(),
    noteQueuedScan: () => {},
    hasDuties: true,
    siblings: NO_SIBLINGS,
    metricsOfOthers: async () => [],
    rateLimits: createRateLimits(),
  };
}
