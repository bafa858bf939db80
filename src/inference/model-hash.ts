import { createHash } from 'node:crypto';
import type { Manifest } from './manifest.ts';

/**
 * The hash that names a model: of its one file, or of all of them together, so that no part changes unseen. For several
 * files it is what `sha256sum FILE… | sha256sum` prints inside the folder, the files in the manifest's order.
 */
export function modelHash(files: Manifest['files']): string {
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) return only.sha256;
  const lines = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}
