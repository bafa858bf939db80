import { constants, fstatSync, openSync } from 'node:fs';

/** What lines are written to. */
export interface LogTarget {
  readonly fd: number;
  /** Called before each write, so that it fails (`EAGAIN`) where it would wait for whoever reads. */
  keepFromWaiting(): void;
}

const STANDARD_OUTPUT = 1;
/** Linux has each open file under its number; to open it there is to have it once more, with a way of waiting of its own. */
const ONCE_MORE = `/proc/self/fd/${STANDARD_OUTPUT}`;

/**
 * Standard output. A file has no reader to wait for. Whether a write to anything else waits is settled by all who share it,
 * and a process that starts another has them wait again: a pipe or a terminal is opened once more for this process alone;
 * a socket, as systemd's journal and most parents give, cannot be, and is set anew before each write.
 */
export function openStandardOutput(): LogTarget {
  const kind = fstatSync(STANDARD_OUTPUT);
  if (kind.isFile()) return { fd: STANDARD_OUTPUT, keepFromWaiting() {} };
  if (!kind.isSocket()) {
    try {
      const fd = openSync(ONCE_MORE, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
      return { fd, keepFromWaiting() {} };
    } catch {
      // It belongs to another user, or this system is not Linux.
    }
  }
  // Node documents no other way to set this; without it, writes wait as they did.
  const { stdout } = process;
  const handle: unknown = '_handle' in stdout ? stdout._handle : null;
  return { fd: STANDARD_OUTPUT, keepFromWaiting: () => void (canBeSet(handle) && handle.setBlocking(false)) };
}

function canBeSet(handle: unknown): handle is { setBlocking(isBlocking: boolean): number } {
  return (
    typeof handle === 'object' && handle !== null && 'setBlocking' in handle && typeof handle.setBlocking === 'function'
  );
}
