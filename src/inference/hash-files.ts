import { createHash } from 'node:crypto';
import type { HashedFile, ScanFile, View } from '../domain/scan/view.ts';

/** The SHA-256 of each file; that of a view's only file was taken when the view was decoded. */
export function hashFiles(files: readonly ScanFile[], views: readonly View[]): readonly HashedFile[] {
  return files.map((file) => {
    const isOnlyFile = files.filter(({ view }) => view === file.view).length === 1;
    const known = isOnlyFile ? views.find(({ name }) => name === file.view)?.sha256 : undefined;
    return { ...file, sha256: known ?? createHash('sha256').update(file.bytes).digest('hex') };
  });
}
