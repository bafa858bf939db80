import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { scanDocument, withoutPictures } from '../../src/api/scan-document.ts';
import { keepScan } from '../../src/api/scans/keep-scan.ts';
import type { ScanMetadata } from '../../src/domain/scan/scan-metadata.ts';
import { newId } from '../../src/records/new-id.ts';
import type { Records } from '../../src/records/open-records.ts';
import { nameRequest } from '../../src/records/scans/idempotency.ts';
import { resultOf } from '../api/fake-screener.ts';

export interface KeptScan {
  readonly id: string;
  readonly picture: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

export interface ScanToKeep {
  readonly port?: string;
  readonly receivedAt?: Date;
  readonly metadata?: ScanMetadata;
  readonly text?: string;
}

export const CONTAINERS = ['CSQU3054383', 'MWCU6059784', 'TEMU1234565'] as const;

/** Keeps a scan as the service does: with a picture, a map, two screenings and the name of its request. */
export async function keepTestScan(
  records: Records,
  { port = 'NLRTM', receivedAt = new Date(), metadata = {}, text = uuidv7() }: ScanToKeep = {},
): Promise<KeptScan> {
  const id = newId();
  const picture = new Uint8Array(Buffer.from(text));
  const result = resultOf({
    files: [{ view: 'side', energy: 'high', declaredType: 'image/png', bytes: picture }],
    technologies: ['first@onnx-cpu', 'second@onnx-cpu'],
    maps: 'inline',
    images: 'none',
  });
  const document = scanDocument({ id, receivedAt, metadata, maps: 'link', result, queueMs: 1, answerMs: 20 });
  const kept = await keepScan(records, {
    scan: { id, port, receivedAt, metadata },
    screened: withoutPictures(document),
    result,
    factsOf: (technology) => ({
      role: technology === 'first@onnx-cpu' ? 'champion' : 'asked',
      modelSha256: 'a'.repeat(64),
    }),
    named: nameRequest(port, id, [JSON.stringify(metadata), picture]),
    whyUnwanted: () => null,
  });
  if (!kept.ok) throw new Error(kept.failure.message);
  return { id, picture, sha256: createHash('sha256').update(picture).digest('hex') };
}
