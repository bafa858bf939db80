/** Exit codes of every command: 0 it worked, 1 it failed, 2 it was called wrongly. */
export const EXIT_FAILED = 1;
export const EXIT_WRONG_USAGE = 2;

/**
 * Says in one sentence why a command ends, and sets the exit code. The caller returns afterwards: open handles drain,
 * and a thread that is busy is never cut off.
 */
export function endCommand(message: string, code: typeof EXIT_FAILED | typeof EXIT_WRONG_USAGE = EXIT_FAILED): void {
  process.stderr.write(`scanbench: ${message}\n`);
  process.exitCode = code;
}
