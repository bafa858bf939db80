import { createHash } from 'node:crypto';
import type { Sample } from '../../domain/sample.ts';

/**
 * One hash for all pixels of a set: SHA-256 over a line `<id> <view>.<energy> <hash of the plane>` for each plane, in the
 * order of the set. Two sets with the same digest hold the same pixels, before any lossy export.
 */
export function planesDigest(samples: readonly Sample[]): string {
  const digest = createHash('sha256');
  for (const sample of samples) {
    for (const [plane, hash] of Object.entries(listedHashes(sample))) digest.update(`${sample.id} ${plane} ${hash}\n`);
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
