import { errorCode } from './error-code.ts';

/** What comes of a file or folder that is not there, for `catch`: null. Whatever else is wrong is thrown on. */
export function nullWhereAbsent(error: unknown): null {
  if (errorCode(error) === 'ENOENT') return null;
  throw error;
}
