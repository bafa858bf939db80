/**
 * Why a serving process had to be replaced: a signal of its own making such as a segmentation fault (`crash`), SIGKILL
 * from outside, as the kernel sends it where memory runs out (`killed`), an exit that nobody asked for (`exit`), a run of
 * a model that did not come back (`hung-inference`), a main thread that said nothing any more (`unresponsive`), a GPU that
 * was lost and computes again (`device-lost`).
 */
export const PROCESS_ENDS = ['crash', 'killed', 'exit', 'hung-inference', 'unresponsive', 'device-lost'] as const;
export type ProcessEnd = (typeof PROCESS_ENDS)[number];

/** How often a process had to be replaced for each, where none had to be. */
export const NO_RESTARTS: Readonly<Record<ProcessEnd, number>> = {
  crash: 0,
  killed: 0,
  exit: 0,
  'hung-inference': 0,
  unresponsive: 0,
  'device-lost': 0,
};
