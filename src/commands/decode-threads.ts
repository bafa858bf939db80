import { fork } from 'node:child_process';
import { once } from 'node:events';
import { EXIT_FAILED } from './exit.ts';

/** libuv's pool has so many threads unless the environment says otherwise. */
const DEFAULT_POOL_THREADS = 4;

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * How many threads libuv's pool must be given, or null where it has enough or was given a size on purpose. Pictures are
 * decoded and encoded on this one pool of the process, whichever worker asks: with fewer threads than workers they would
 * queue there while CPUs idle. Two more serve files and look up names.
 */
export function poolThreadsToSet(workers: number, alreadySet: string | undefined): number | null {
  const needed = workers + 2;
  return alreadySet === undefined && needed > DEFAULT_POOL_THREADS ? needed : null;
}

/**
 * Runs this very command again, in a child process whose pool has so many threads, and ends as it ends. A process cannot
 * do it for itself: Node reads the modules of a program through the pool, so its size is settled before the first line
 * runs. The child drains when the channel between the two closes: by a signal to this process, or by its death. Signals
 * are not passed on, because a terminal sends them to both, and a second one would cut the child off.
 */
export async function runWithPoolThreads(poolThreads: number): Promise<void> {
  const [, entry = '', ...args] = process.argv;
  const child = fork(entry, args, { env: { ...process.env, UV_THREADPOOL_SIZE: String(poolThreads) } });
  const letGo = () => {
    if (child.connected) child.disconnect();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, letGo);
  const [exitCode] = await once(child, 'exit');
  process.exitCode = typeof exitCode === 'number' ? exitCode : EXIT_FAILED;
}
