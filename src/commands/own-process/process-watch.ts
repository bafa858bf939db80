import { workerData } from 'node:worker_threads';
import type { WatchData } from './watch-this-process.ts';

const LOOK_MS = 250;
/** So long one that nobody waits for may take to end by itself. */
const ORPHAN_SECONDS = 10;

// A thread beside the one that native code holds: it ends the process where that takes no step for too long, and where nobody
// is left who waits for it. Counted in looks and not in time: after a pause of the whole machine nobody is late.
const { steps, hangSeconds, parent }: WatchData = workerData;
const looksIn = (seconds: number) => (seconds * 1000) / LOOK_MS;
let seen = Atomics.load(steps, 0);
let still = 0;
setInterval(() => {
  const now = Atomics.load(steps, 0);
  still = now === seen ? still + 1 : 0;
  seen = now;
  const isOrphan = process.ppid !== parent;
  if (still >= looksIn(isOrphan ? Math.min(ORPHAN_SECONDS, hangSeconds) : hangSeconds))
    process.kill(process.pid, 'SIGALRM');
}, LOOK_MS);
