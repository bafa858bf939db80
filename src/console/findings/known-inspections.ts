import { readScan } from '../api-client.ts';
import type { RecordedInspection } from '../api-document.ts';
import type { ScreenedScan } from '../screened-scan.ts';

/** What this page knows of a scan's inspection; `unknown` where it may not read it, or could not. */
export type KnownInspection = RecordedInspection | 'none' | 'unknown';

export interface KnownInspections {
  of(screened: ScreenedScan): KnownInspection;
  /** Asks the service, which hears of inspections from others, too. */
  read(screened: ScreenedScan): Promise<KnownInspection>;
  keep(scanId: string, inspection: RecordedInspection): void;
}

function versionOf(known: KnownInspection): number {
  return typeof known === 'string' ? 0 : known.version;
}

/** The inspections of the scans of this page, as far as it has heard of them. */
export function createKnownInspections(): KnownInspections {
  const known = new Map<string, KnownInspection>();
  const of = ({ id, scan }: ScreenedScan) => known.get(id) ?? scan.inspection ?? 'none';
  return {
    of,
    async read(screened) {
      const answer = await readScan(screened.id);
      const read = answer.ok ? (answer.value.inspection ?? 'none') : 'unknown';
      // What was asked before this page saved its own is older than that.
      if (versionOf(read) >= versionOf(of(screened))) known.set(screened.id, read);
      return of(screened);
    },
    keep: (scanId, inspection) => known.set(scanId, inspection),
  };
}
