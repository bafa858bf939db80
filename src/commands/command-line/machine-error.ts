import { errorCode } from '../../domain/language/error-code.ts';

/** What helps against what a machine may lack, by the code that Node.js gives it. */
const CURES: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk and call it again',
  EDQUOT: 'make room, or have the quota raised, and call it again',
  EROFS: 'name a folder on a disk that can be written to',
  EACCES: 'give this user leave to read and write there, or name another folder',
  EPERM: 'give this user leave to read and write there, or name another folder',
  EISDIR: 'move the folder of that name away, or name another folder',
  EMFILE: 'raise the limit of open files (ulimit -n)',
};

/** What the machine lacks and what helps, as a sentence; null where an error tells of nothing of the kind, but of a bug. */
export function describeMachineError(error: unknown): string | null {
  const cure = CURES[errorCode(error) ?? ''];
  return cure === undefined || !(error instanceof Error) ? null : `${error.message}: ${cure}.`;
}
