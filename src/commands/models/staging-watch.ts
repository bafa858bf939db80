import { workerData } from 'node:worker_threads';

/** Often enough that a model cannot fill the memory in between. */
const LOOK_MS = 100;

// A thread beside the one that a run of a model holds: it ends the process where that takes too much memory, and where
// nobody is left who waits for it.
const { limitBytes }: { readonly limitBytes: number } = workerData;
const parent = process.ppid;
setInterval(() => {
  if (process.memoryUsage.rss() > limitBytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, LOOK_MS);
