import { createHash } from 'node:crypto';
import { fileStamp } from '../files/file-stamp.ts';
import type { Host } from '../origin/host.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import type { ScreenedTechnology } from './screened-technology.ts';

/** A technology as the work that is kept sees it: without a threshold where that changes nothing. */
export type JudgingTechnology = Omit<ScreenedTechnology, 'operatingPoint' | 'operatingPoints'>;

/**
 * What two works have in common where one can go on with what the other screened: the scans with their truth and the
 * sizes and times of their files, the technologies, with their thresholds where these are handed in, the kind of machine and
 * the Scanbench on it. How much of the machine there is to use changes no answer.
 */
export function screeningDigest(
  sources: readonly ScanSource[],
  technologies: readonly JudgingTechnology[],
  { cpu, system, node, scanbench, commit }: Host,
): string {
  const by = { technologies, cpu, system, node, scanbench, commit: commit?.id };
  const digest = createHash('sha256').update(JSON.stringify(by));
  for (const { folder, name, sample, files } of sources) {
    digest.update(JSON.stringify([folder, name, sample, files.map(fileStamp)]));
  }
  return digest.digest('hex');
}
