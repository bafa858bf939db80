import type { ScanDocument } from '../domain/scan.ts';

export interface RecentScansLimits {
  readonly maxCount: number;
  readonly maxBytes: number;
}

/** The last scans, in memory only: a restart forgets them. */
export interface RecentScans {
  /** Keeps a document without pictures; the oldest ones go when a limit is passed. */
  keep(document: ScanDocument): void;
  /** The document's JSON, or null when it is not (or no longer) kept. */
  find(id: string): string | null;
}

/** Bounded by count and by bytes of JSON, because a scan may carry long metadata and many detections. */
export function createRecentScans({ maxCount, maxBytes }: RecentScansLimits): RecentScans {
  // A Map iterates in the order of insertion: the first key is the oldest scan.
  const documents = new Map<string, string>();
  let byteCount = 0;

  const dropOldest = (): void => {
    for (const [id, json] of documents) {
      documents.delete(id);
      byteCount -= Buffer.byteLength(json);
      return;
    }
  };

  return {
    keep(document) {
      const json = JSON.stringify(document);
      documents.set(document.id, json);
      byteCount += Buffer.byteLength(json);
      while (documents.size > maxCount || byteCount > maxBytes) dropOldest();
    },
    find: (id) => documents.get(id) ?? null,
  };
}
