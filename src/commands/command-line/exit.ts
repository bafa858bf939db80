import type { Failure, FailureCode } from '../../domain/failure.ts';

/**
 * Exit codes of every command: 0 it worked, 1 it failed, 2 it was called wrongly. Called wrongly is also who names something
 * that is not there or is not of the kind that the command takes, be it a path, a key or a technology; of several scans that are
 * named or found, one that cannot be read is a failure: the others are screened.
 */
export const EXIT_FAILED = 1;
export const EXIT_WRONG_USAGE = 2;

/** What lies in how a command was called, and is mended by calling it otherwise. */
const WRONG_CALLS: ReadonlySet<FailureCode> = new Set([
  'not-found',
  'malformed-request',
  'conflict',
  'invalid-inspection',
  'unknown-model',
  'unknown-technology',
]);

/**
 * Says in one sentence why a command ends, and sets the exit code. The caller returns afterwards: open handles drain,
 * and a thread that is busy is never cut off.
 */
export function endCommand(message: string, code: typeof EXIT_FAILED | typeof EXIT_WRONG_USAGE = EXIT_FAILED): void {
  process.stderr.write(`scanbench: ${message}\n`);
  process.exitCode = code;
}

/** Ends a command as `endCommand` does, with the exit code that its failure has in all commands alike. */
export function endWithFailure({ code, message }: Failure): void {
  endCommand(message, WRONG_CALLS.has(code) ? EXIT_WRONG_USAGE : EXIT_FAILED);
}
