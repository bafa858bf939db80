import type { Writable } from 'node:stream';
import { errorCode } from '../../domain/error-code.ts';

/**
 * Lets a command go on to its own end, and its own exit code, when whoever reads its output has left (`… | head`): what it
 * still says is lost, and that is no failure. Without it, Node ends the command with a stack trace.
 */
export function outliveReaders(...streams: readonly Writable[]): void {
  for (const stream of streams) {
    stream.on('error', (error) => {
      if (errorCode(error) !== 'EPIPE') throw error;
    });
  }
}
