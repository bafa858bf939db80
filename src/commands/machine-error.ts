/** What helps against what a machine may lack, by the code that Node.js gives it. */
const CURES: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk and call it again',
  EDQUOT: 'make room, or have the quota raised, and call it again',
  EROFS: 'name a folder on a disk that can be written to',
  EACCES: 'give this user leave to read and write there, or name another folder',
  EPERM: 'give this user leave to read and write there, or name another folder',
  EMFILE: 'raise the limit of open files (ulimit -n)',
};

/** What the machine lacks and what helps, as a sentence; null where an error tells of nothing of the kind, but of a bug. */
export function describeMachineError(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const cure = CURES[error.code];
  return cure === undefined ? null : `${error.message}: ${cure}.`;
}
