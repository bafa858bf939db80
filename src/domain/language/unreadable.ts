import { errorCode } from './error-code.ts';
import { errorMessage } from './error-message.ts';

/** The code of an error where a path names a named pipe, a device or a socket, which are not waited for. */
export const NO_REGULAR_FILE = 'NO_REGULAR_FILE';

/** Why a file cannot be read, as one sentence with a cure; `wanted` says what to name instead, e.g. "name a recipe.json". */
export function unreadable(file: string, error: unknown, wanted: string): string {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `${file} cannot be read: there is no such file; check the name.`;
    case 'EISDIR':
      return `${file} cannot be read: it is a folder; ${wanted}.`;
    case NO_REGULAR_FILE:
      return `${file} cannot be read: it is a named pipe or a device; name a file, or /dev/stdin and pipe it in.`;
    case 'EACCES':
    case 'EPERM':
      return `${file} cannot be read: this user may not; check its rights.`;
    default:
      return `${file} cannot be read (${errorMessage(error)}): ${wanted}.`;
  }
}
