import { execFileSync } from 'node:child_process';

/** A command and its arguments, to be run on these CPUs alone (Linux `taskset`); as it is where none are named. */
export function pinned(
  cpuList: string | undefined,
  command: string,
  args: readonly string[],
): { readonly command: string; readonly args: readonly string[] } {
  return cpuList === undefined ? { command, args } : { command: 'taskset', args: ['-c', cpuList, command, ...args] };
}

/** Moves all threads of this process to these CPUs, and with them what they start unless it is pinned elsewhere. */
export function pinThisProcess(cpuList: string): void {
  execFileSync('taskset', ['-acp', cpuList, String(process.pid)], { stdio: 'ignore' });
}
