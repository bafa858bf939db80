/**
 * How many threads are idle, in memory that all of them share with the main thread: a thread may ask before each run of a
 * model, where a message would neither be sent nor read in time. The main thread alone writes it.
 */
export type IdleThreads = Int32Array<SharedArrayBuffer>;

export function createIdleThreads(): IdleThreads {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

export function setIdleThreads(threads: IdleThreads, count: number): void {
  Atomics.store(threads, 0, count);
}

export function isAnyIdle(threads: IdleThreads): boolean {
  return Atomics.load(threads, 0) > 0;
}
