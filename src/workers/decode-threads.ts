/** libuv's pool has so many threads unless the environment says otherwise. */
const DEFAULT_POOL_THREADS = 4;

/**
 * How many threads libuv's pool must be given, or null where it has enough or was given a size on purpose. Pictures are
 * decoded and encoded on this one pool of the process, whichever worker asks: with fewer threads than workers they would
 * queue there while CPUs idle. Two more serve files and look up names. A process cannot do it for itself: Node reads the
 * modules of a program through the pool, so that its size is settled before the first line runs.
 */
export function poolThreadsToSet(workers: number, alreadySet: string | undefined): number | null {
  const needed = workers + 2;
  return alreadySet === undefined && needed > DEFAULT_POOL_THREADS ? needed : null;
}
