import { statSync } from 'node:fs';

/** What tells whether a file was changed meanwhile; null where there is none. */
export function fileStamp(file: string): readonly [sizeBytes: number, changedMs: number] | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? null : [stats.size, stats.mtimeMs];
}
