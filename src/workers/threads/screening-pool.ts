import type { DrawJob } from '../../domain/screening/draw-job.ts';
import type { InferJob } from '../../domain/screening/infer-job.ts';
import type { ScanJob } from '../../domain/screening/scan-job.ts';
import type { HelpWanted } from '../../inference/spread/tile-helpers.ts';
import { raiseOnAbort } from '../call-off.ts';
import type { DrawReply, InferReply, ScreenTask, ThreadReply } from '../messages.ts';
import { buffersOfDrawing, buffersOfJob, ownBody, ownBytes, ownDrawing } from './move-buffers.ts';
import { startThreadPool, type ThreadPool, type ThreadPoolOptions } from './thread-pool.ts';

/** What threads that screen can be asked for; see `screening-worker.ts` for the other end. */
export interface ScreeningPool extends Omit<ThreadPool, 'run'> {
  /**
   * Screens in an idle thread, until `callOff` is aborted: then it fails with `deadline-passed` between two stages. Fails
   * with `runtime-failed` where that thread dies or hangs; rejects where it throws, a bug.
   */
  screen(job: ScanJob, callOff: AbortSignal, options: Pick<ScreenTask, 'mayAskForHelp'>): Promise<ThreadReply>;
  /**
   * Has an idle thread take tiles of a scan that another one screens, until none is left. Never fails: whoever leads does
   * what nobody did, and meets what went wrong there.
   */
  help(wanted: HelpWanted): Promise<void>;
  /** Runs a model in an idle thread; fails and rejects as `screen` does. */
  infer(job: InferJob, callOff: AbortSignal): Promise<InferReply>;
  /** Draws a view in an idle thread; fails and rejects as `screen` does. */
  draw(job: DrawJob, callOff: AbortSignal): Promise<DrawReply>;
}

/** Starts the screening threads. What a job brings is moved to its thread, not copied. */
export function startScreeningPool(options: ThreadPoolOptions): ScreeningPool {
  const { run, ...pool } = startThreadPool(options);
  return {
    ...pool,
    async screen(job, callOff, { mayAskForHelp }) {
      const owned = ownBytes(job);
      const task: ScreenTask = { job: owned, callOff: raiseOnAbort(callOff), mayAskForHelp };
      const buffers = buffersOfJob(owned);
      return run({ name: 'screenInThread', task, buffers, technologies: job.technologies });
    },
    async infer(job, callOff) {
      const owned = { ...job, body: ownBody(job.body) };
      const task = { job: owned, callOff: raiseOnAbort(callOff) };
      return run({ name: 'inferInThread', task, buffers: [owned.body.buffer], technologies: [job.technology] });
    },
    async draw(job, callOff) {
      const owned = ownDrawing(job);
      const task = { job: owned, callOff: raiseOnAbort(callOff) };
      return run({ name: 'drawInThread', task, buffers: buffersOfDrawing(owned), technologies: [] });
    },
    async help(wanted) {
      const task = { job: wanted, callOff: raiseOnAbort() };
      try {
        await run({ name: 'helpInThread', task, buffers: [], technologies: [wanted.technology] });
      } catch {
        // A bug; it comes up again in the thread that leads, where it is passed on.
      }
    },
  };
}
