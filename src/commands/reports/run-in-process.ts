import { fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { ReportProgress, ReportSummary } from '../../domain/comparison/report.ts';
import { fail, type Outcome } from '../../domain/failure.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { shipped } from '../../installation.ts';
import type { ReportMessage, ReportSetup } from './report-messages.ts';

export interface ProcessWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReportProgress) => void;
  /** A run that is not over by then is ended. */
  readonly limitMs: number;
}

/**
 * Makes a report in a process of its own, at the lowest priority: what it and its children work on waits for whatever
 * else the machine has to do. Resolves once all of them have ended. Fails as the run does, and where it was ended.
 */
export function runInProcess(
  setup: ReportSetup,
  { signal, onProgress, limitMs }: ProcessWatch,
): Promise<Outcome<ReportSummary>> {
  // In a group of their own they end together, and a Ctrl-C that is meant for the service leaves them to it. The folder
  // of the installation gives the sample sets of a report the short names that a reader can follow.
  const child = fork(shipped('dist', 'src', 'commands', 'reports', 'report-process.js'), [JSON.stringify(setup)], {
    cwd: shipped(),
    detached: true,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { pid } = child;
  if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  let outcome: Outcome<ReportSummary> | null = null;
  const end = (why: Outcome<never>) => {
    outcome = why;
    if (pid !== undefined) endGroup(pid);
  };
  const limit = setTimeout(
    () => end(fail('deadline-passed', `It took longer than ${limitMs / 3_600_000} h and was ended: ask for less.`)),
    limitMs,
  );
  const onAbort = () => end(fail('draining', 'It was ended.'));
  child.on('message', (message: ReportMessage) => {
    if (message.kind === 'progress') onProgress(message.progress);
    else outcome ??= message.outcome;
  });
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return new Promise((resolve) => {
    const settle = (how: string) => {
      clearTimeout(limit);
      signal.removeEventListener('abort', onAbort);
      resolve(outcome ?? fail('runtime-failed', `Its process ended (${how}) amid its work.`));
    };
    child.once('error', (error) => settle(error.message));
    child.once('exit', (code, ending) => {
      // One that crashed leaves the processes of its technologies behind.
      if (pid !== undefined) endGroup(pid);
      settle(ending ?? `exit ${code}`);
    });
  });
}

/** Nothing in the group holds anything that must be put away. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: all of them have ended.
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
