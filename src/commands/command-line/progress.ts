import { MultiBar, Presets, SingleBar } from 'cli-progress';
import { whenShown } from './when-ending.ts';

/** A count towards a known end. */
export interface Progress {
  /** One more is done: of which row, where the task has rows, and how it went. */
  readonly advance: (row?: number, note?: string) => void;
  /** How what is under way goes, of a row, where one more takes long. */
  readonly say: (note: string, row?: number) => void;
  readonly stop: () => void;
}

/** Begins to tell of a task, whoever it is told. With rows, as many of the total fall on each. */
export type StartProgress = (task: string, total: number, rows?: readonly string[]) => Progress;

const SILENT: Progress = { advance: () => {}, say: () => {}, stop: () => {} };

/** A bar on the error stream while a person watches it; silent in a pipe, so that logs and machines see no bars. */
export const startProgress: StartProgress = (task, total, rows = []) => {
  if (!process.stderr.isTTY) return SILENT;
  return rows.length > 1 ? startTable(task, total / rows.length, rows) : startBar(task, total);
};

function startBar(task: string, total: number): Progress {
  const bar = new SingleBar(
    { format: `${task} {bar} {value}/{total}, {eta_formatted} left  {note}`, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0, { note: '' });
  const stop = stopper(bar);
  return {
    advance: (_row, note = '') => bar.increment({ note }),
    say: (note) => bar.update({ note }),
    stop,
  };
}

/** What stands beside the bar: a count and a note such as `single-stream: 15.9 scans/s`. */
const BESIDE_BAR = 40;

/** A line for each row, with how its last piece went. Where a terminal is narrow the bar is short, and the time left is cut off first. */
function startTable(task: string, totalOfRow: number, rows: readonly string[]): Progress {
  const format = `${task} {row} {bar} {value}/{total}  {note}  {eta_formatted} left`;
  const width = Math.max(...rows.map((row) => row.length));
  const { columns = 80 } = process.stderr;
  const barsize = Math.min(20, Math.max(4, columns - task.length - width - BESIDE_BAR));
  const table = new MultiBar({ format, hideCursor: true, stream: process.stderr, barsize }, Presets.shades_classic);
  const bars = rows.map((row) => table.create(totalOfRow, 0, { row: row.padEnd(width), note: '' }));
  return {
    advance: (row = 0, note = '') => bars[row]?.increment({ note }),
    say: (note, row = 0) => bars[row]?.update({ note }),
    stop: stopper(table),
  };
}

/** Ends what is shown, once: also when a signal comes first, so that the terminal has its cursor back. */
function stopper(shown: SingleBar | MultiBar): () => void {
  let isStopped = false;
  const stop = () => {
    if (!isStopped) shown.stop();
    isStopped = true;
  };
  const forget = whenShown(stop);
  return () => {
    forget();
    stop();
  };
}
