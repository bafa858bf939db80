import { type Dirent, existsSync } from 'node:fs';

/** Whether an entry is a folder, or a link that leads to one; not one that leads nowhere or to itself. */
export function isFolder(entry: Dirent): boolean {
  return entry.isDirectory() || (entry.isSymbolicLink() && existsSync(`${entry.parentPath}/${entry.name}/.`));
}
