import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { NO_REGULAR_FILE } from '../../domain/language/unreadable.ts';

/** What a shell calls that which it pipes in: somebody has it open for writing, and it ends. */
const PIPED_IN = /^\/(dev\/(stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/** Whether a path names a file, or what is piped into this process (`/dev/stdin`, `<(…)`). */
export function isFileOrPipedIn(path: string, kind: Stats): boolean {
  return kind.isFile() || PIPED_IN.test(path);
}

/**
 * Reads whole what a command was given to read. Throws as Node.js does, and, in words of `unreadable`, where it is neither a
 * file nor piped in: a named pipe is waited for until somebody writes there, and a device may never end.
 */
export async function readFileGiven(path: string): Promise<Buffer<ArrayBuffer>> {
  const kind = await stat(path);
  if (!isFileOrPipedIn(path, kind) && !kind.isDirectory()) {
    throw Object.assign(new Error('it is a named pipe or a device'), { code: NO_REGULAR_FILE });
  }
  return readFile(path);
}
