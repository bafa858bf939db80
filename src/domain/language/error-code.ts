/** The code by which Node and its libraries name what went wrong, e.g. `ENOENT`; null of an error without one, and of anything else. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
