import { createHash } from 'node:crypto';
import type { Sample } from '../../domain/scan/sample.ts';

/**
 * One hash for all pixels of a set: SHA-256 over a line `<id> <view>.<energy> <hash of the plane>` for each plane, in the
 * order of the set. Two sets with the same digest hold the same pixels, before any lossy export. Null where a scan lists no
 * hash, as those that Scanbench did not make, or where there is none.
 */
export function planesDigest(samples: readonly Sample[]): string | null {
  if (samples.length === 0) return null;
  const digest = createHash('sha256');
  for (const sample of samples) {
    const hashes = Object.entries(listedHashes(sample));
    if (hashes.length === 0) return null;
    for (const [plane, hash] of hashes) digest.update(`${sample.id} ${plane} ${hash}\n`);
  }
  return digest.digest('hex');
}

/** The hashes that a sample's line lists, by `<view>.<energy>`; none where its maker listed none. */
export function listedHashes({ provenance }: Sample): Readonly<Record<string, string>> {
  const listed = provenance['planesSha256'];
  if (typeof listed !== 'object' || listed === null) return {};
  return Object.fromEntries(Object.entries(listed).flatMap(([key, hash]) => (isText(hash) ? [[key, hash]] : [])));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
