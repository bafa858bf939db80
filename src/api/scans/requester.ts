import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { ScanMetadata } from '../../domain/scan/scan-metadata.ts';
import type { Requester } from '../../domain/service/requester.ts';

/**
 * The port that a scan belongs to: the key's, else the one that the metadata name, else none (empty). Fails with
 * `forbidden` where a key of one port brings a scan of another.
 */
export function portOf({ port }: Requester, { portCode }: ScanMetadata): Outcome<string> {
  if (port === null || portCode === undefined || portCode === port) return succeed(port ?? portCode ?? '');
  return fail(
    'forbidden',
    `The metadata name the port ${portCode}, but the key is of another port: use that port's key.`,
  );
}

/** The metadata with the port that the scan belongs to: whoever reads the scans of all ports sees whose each is. */
export function withPort(metadata: ScanMetadata, port: string): ScanMetadata {
  return port === '' ? metadata : { ...metadata, portCode: port };
}
