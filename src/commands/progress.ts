import { Presets, SingleBar } from 'cli-progress';

/** A count towards a known end. */
export interface Progress {
  readonly advance: () => void;
  readonly stop: () => void;
}

/** Begins to tell of a task, whoever it is told. */
export type StartProgress = (task: string, total: number) => Progress;

/** A bar on the error stream while a person watches it; silent in a pipe, so that logs and machines see no bars. */
export function startProgress(task: string, total: number): Progress {
  if (!process.stderr.isTTY) return { advance: () => {}, stop: () => {} };
  const bar = new SingleBar(
    { format: `${task} {bar} {value}/{total}, {eta_formatted} left`, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { advance: () => bar.increment(), stop: () => bar.stop() };
}
