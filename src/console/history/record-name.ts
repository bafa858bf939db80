import { containersOf, type ScanMetadata } from '../../domain/scan/scan-metadata.ts';

interface ScanOnRecord {
  readonly id: string;
  readonly metadata: ScanMetadata;
}

/** What a scan on record is called: its containers, by which officers know it, or its id where nobody named one. */
export function recordName({ id, metadata }: ScanOnRecord): string {
  const containers = containersOf(metadata);
  return containers.length === 0 ? id : containers.join(', ');
}
