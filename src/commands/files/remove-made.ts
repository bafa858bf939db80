import { rmdir } from 'node:fs/promises';
import path from 'node:path';

/** Removes folders that were made, from the lowest to the uppermost, up to one that somebody has put something into meanwhile. */
export async function removeMade(folder: string, uppermost: string): Promise<void> {
  try {
    for (let made = folder; made.length >= uppermost.length; made = path.dirname(made)) await rmdir(made);
  } catch {
    // It is in use, and whose it is now may keep it.
  }
}
