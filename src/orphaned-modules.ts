import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** What the compiler and the build write, and of which source. */
const MODULE = /\.js(?:\.map)?$/;

/**
 * Removes from `<root>/dist` the modules whose source is gone, and folders that are empty then: the compiler writes and
 * never deletes, so that what was renamed would stay and could still be run. What has a source is not touched. Gives the
 * paths of what was removed, relative to `dist`.
 */
export function removeOrphanedModules(root: string): readonly string[] {
  const dist = path.join(root, 'dist');
  const orphans = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (file) => MODULE.test(file) && !existsSync(path.join(root, file.replace(MODULE, '.ts'))),
  );
  for (const file of orphans) rmSync(path.join(dist, file));
  for (const folder of new Set(orphans.map((file) => path.dirname(file)))) removeEmpty(dist, folder);
  return orphans;
}

/** Removes a folder below `dist` and those above it, as far as nothing is left in them. */
function removeEmpty(dist: string, folder: string): void {
  const full = path.join(dist, folder);
  if (folder === '.' || !existsSync(full) || readdirSync(full).length > 0) return;
  rmdirSync(full);
  removeEmpty(dist, path.dirname(folder));
}
