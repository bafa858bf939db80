import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installedVersion } from '../../installation.ts';
import { TIP_VERSION } from '../../simulator/threat-projection/project-threat.ts';
import { fileStamp } from '../files/file-stamp.ts';
import { commitOf } from '../origin/commit.ts';
import type { ScanSource } from '../samples/find-scans.ts';

/**
 * What two projections have in common where one can go on with what the other made: the options, the benign scans and the
 * recorded threats with the sizes and times of their files, and Scanbench.
 */
export function tipDigest(
  options: object,
  benigns: readonly ScanSource[],
  /** The folder of recorded threats with their notes; null of simulated ones. */
  threatFolder: string | null,
): string {
  // As they come, options stand in the order in which they were typed.
  const sorted = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const by = { tip: TIP_VERSION, scanbench: installedVersion(), commit: commitOf()?.id, options: sorted };
  const digest = createHash('sha256').update(JSON.stringify(by));
  for (const { name, sample, files } of benigns) digest.update(JSON.stringify([name, sample, files.map(fileStamp)]));
  const threats = threatFolder === null ? [] : readdirSync(threatFolder).map((name) => join(threatFolder, name));
  for (const file of threats.toSorted()) digest.update(JSON.stringify([file, fileStamp(file)]));
  return digest.digest('hex');
}
