/**
 * Two words of memory that the main thread and a thread at work share: whether the work is called off, and how often the
 * thread has asked. A message would not be read before the work is done, and a time would have to be carried from one
 * thread's clock to another's.
 */
export type CallOffFlag = Int32Array<SharedArrayBuffer>;

const [RAISED, STEPS] = [0, 1] as const;

/** A flag that is raised when the signal is aborted; without one it never is. */
export function raiseOnAbort(signal?: AbortSignal): CallOffFlag {
  const flag = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const raise = () => Atomics.store(flag, RAISED, 1);
  if (signal?.aborted) raise();
  else signal?.addEventListener('abort', raise, { once: true });
  return flag;
}

/** Asked by the thread before each step of its work: that it asks shows that it goes on. */
export function isRaised(flag: CallOffFlag): boolean {
  Atomics.add(flag, STEPS, 1);
  return Atomics.load(flag, RAISED) === 1;
}

/** How many steps the thread has begun. */
export function stepsOf(flag: CallOffFlag): number {
  return Atomics.load(flag, STEPS);
}
