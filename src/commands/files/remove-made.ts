import { rmdirSync } from 'node:fs';
import path from 'node:path';

/** Removes folders that were made, from the lowest to the uppermost, up to one that somebody has put something into meanwhile. */
export function removeMade(folder: string, uppermost: string): void {
  try {
    for (let made = folder; made.length >= uppermost.length; made = path.dirname(made)) rmdirSync(made);
  } catch {
    // It is in use, and whose it is now may keep it.
  }
}
