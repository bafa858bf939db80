import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { endCommand } from './exit.ts';

/**
 * Lets a command go on to its own end when what it says cannot be written; without it, Node ends the command with a stack
 * trace. When whoever reads its output has left (`… | head`), what it still says is lost, and that is no failure; where its
 * output cannot be written otherwise, as on a full disk, that is said once and is one.
 */
export function outliveReaders(output: Writable, errors: Writable): void {
  let isSaid = false;
  output.on('error', (error) => {
    if (isSaid || errorCode(error) === 'EPIPE') return;
    isSaid = true;
    endCommand(
      `what it says cannot be written to its output (${errorMessage(error)}): make room, or send it elsewhere.`,
    );
  });
  errors.on('error', () => {});
}

/** Writes a line that must not be lost to standard output, and tells whether that took it. */
export async function isPrinted(text: string): Promise<boolean> {
  let isLost = false;
  const onLost = () => {
    isLost = true;
  };
  process.stdout.on('error', onLost);
  process.stdout.write(`${text}\n`);
  await setImmediate();
  process.stdout.off('error', onLost);
  return !isLost;
}
