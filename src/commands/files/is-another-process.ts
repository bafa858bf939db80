import { errorCode } from '../../domain/language/error-code.ts';

/**
 * Whether another process of this number runs. This one's own number, left behind in a file or a name, is of a container
 * that ended before.
 */
export function isAnotherProcess(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One of another user is not ours to signal, but runs.
    return errorCode(error) === 'EPERM';
  }
}
