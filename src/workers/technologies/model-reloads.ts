import type { ProvenModel } from '../../domain/technology/technology.ts';
import type { ThreadReport } from '../messages.ts';

/** How often threads tried to load a model again, by technology. */
export type ModelReloads = ReadonlyMap<string, { readonly loaded: number; readonly failed: number }>;

export interface ReloadCounts {
  /** A thread has tried to load what it lacked; its report says of what that came true. */
  count(missing: readonly ProvenModel[], report: ThreadReport): void;
  all(): ModelReloads;
}

export function createReloadCounts(): ReloadCounts {
  const counts = new Map<string, { loaded: number; failed: number }>();
  return {
    count(missing, report) {
      for (const { id } of missing) {
        const isThere = report.technologies.some((technology) => technology.id === id && technology.reason === null);
        const count = counts.get(id) ?? { loaded: 0, failed: 0 };
        count[isThere ? 'loaded' : 'failed'] += 1;
        counts.set(id, count);
      }
    },
    all: () => counts,
  };
}
