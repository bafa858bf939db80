/** How CPUs are shared out: threads that screen, and threads of one inference. */
export interface CpuSplit {
  readonly workers: number;
  readonly intraOpThreads: number;
}

/**
 * The splits worth trying, the default first: one thread an inference and a worker a CPU. Threads of an inference double
 * up to all CPUs; with each, as many workers as fit, and half of those, because more workers share caches and memory.
 * No split has more threads than CPUs: they would only take turns.
 *
 * @param threadsHelp whether the runtime can share one inference out at all.
 */
export function cpuSplits(cpus: number, { threadsHelp }: { readonly threadsHelp: boolean }): readonly CpuSplit[] {
  const doublings = Array.from({ length: Math.floor(Math.log2(cpus)) + 1 }, (_, power) => 2 ** power);
  const threads = threadsHelp ? [...new Set([...doublings, cpus])] : [1];
  return threads.flatMap((intraOpThreads) => {
    const most = Math.floor(cpus / intraOpThreads);
    const workers = most > 1 ? [most, Math.floor(most / 2)] : [most];
    return workers.map((count) => ({ workers: count, intraOpThreads }));
  });
}
