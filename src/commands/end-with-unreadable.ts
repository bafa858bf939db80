import { endCommand } from './exit.ts';
import type { UnreadableScan } from './gather-screened.ts';

/**
 * Ends a command that measured all but the scans that cannot be read: names them all at once, and ends with 1, because what
 * was written is of less than was asked for. Does nothing where there are none.
 */
export function endWithUnreadable(unreadable: readonly UnreadableScan[], screened: number): void {
  const { length } = unreadable;
  if (length === 0) return;
  const lines = unreadable.map(({ name, reason }) => `\n  ${name}: ${reason}`);
  endCommand(
    `${length} of ${length + screened} scans cannot be read and ${length === 1 ? 'is' : 'are'} in no number. ` +
      `Mend the set and run this anew:${lines.join('')}`,
  );
}
