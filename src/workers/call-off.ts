/**
 * One word of memory that the main thread and a thread at work share. A message would not be read before the work is
 * done, and a time would have to be carried from one thread's clock to another's.
 */
export type CallOffFlag = Int32Array<SharedArrayBuffer>;

/** A flag that is raised when the signal is aborted. */
export function raiseOnAbort(signal: AbortSignal): CallOffFlag {
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const raise = () => Atomics.store(flag, 0, 1);
  if (signal.aborted) raise();
  else signal.addEventListener('abort', raise, { once: true });
  return flag;
}

export function isRaised(flag: CallOffFlag): boolean {
  return Atomics.load(flag, 0) === 1;
}
