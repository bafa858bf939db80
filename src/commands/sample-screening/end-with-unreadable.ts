import { endCommand } from '../command-line/exit.ts';
import { type UnreadableScan, unreadableCount } from './gather-screened.ts';

/**
 * Ends a command that measured all but the scans that cannot be read: names them all at once, and ends with 1, because what
 * was written is of less than was asked for. Does nothing where there are none.
 */
export function endWithUnreadable(unreadable: readonly UnreadableScan[], screened: number): void {
  if (unreadable.length === 0) return;
  const lines = unreadable.map(({ name, reason }) => `\n  ${name}: ${reason}`);
  endCommand(`${unreadableCount(unreadable, screened)}. Mend the set and run this anew:${lines.join('')}`);
}
