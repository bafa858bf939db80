import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import { masksOf, picturesOf } from '../../domain/sample-files.ts';
import type { ScreenedTechnology } from '../sample-screening/screened-technology.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import type { Host } from './evaluation.ts';

/**
 * What two evaluations have in common where one can go on with what the other screened: the scans with their truth and the
 * sizes and times of their files, the technologies with their thresholds, the kind of machine and the Scanbench on it. How
 * much of the machine there is to use changes no answer.
 */
export function screeningDigest(
  sources: readonly ScanSource[],
  technologies: readonly ScreenedTechnology[],
  { cpu, system, node, scanbench, commit }: Host,
): string {
  const by = { technologies, cpu, system, node, scanbench, commit: commit?.id };
  const digest = createHash('sha256').update(JSON.stringify(by));
  for (const { folder, name, sample } of sources) {
    const files = sample === null ? [] : [...picturesOf(sample), ...masksOf(sample)];
    const stamps = files.map((file) => stampOf(path.join(folder, file)));
    digest.update(JSON.stringify([folder, name, sample, stamps]));
  }
  return digest.digest('hex');
}

function stampOf(file: string): readonly [sizeBytes: number, changedMs: number] | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? null : [stats.size, stats.mtimeMs];
}
