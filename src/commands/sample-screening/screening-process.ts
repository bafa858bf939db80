import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { type NextMessage, startOwnProcess } from '../own-process/own-process.ts';
import type { ScreenedTechnology } from './screened-technology.ts';
import type { ScreeningData, ScreeningReply, ScreeningStart, ScreeningTask } from './screening-messages.ts';

/** A process that has loaded technologies and screens scans, one at a time. */
export interface ScreeningProcess {
  readonly technologies: readonly ScreenedTechnology[];
  readonly screen: (task: ScreeningTask) => Promise<NextMessage<ScreeningReply>>;
  readonly stop: () => Promise<void>;
}

/** Fails with the folder or the technology that cannot be had and why, and where the process ends before it is ready. */
export async function startScreeningProcess(data: ScreeningData): Promise<Outcome<ScreeningProcess>> {
  const { started, ask, stop } = await startOwnProcess<ScreeningStart, ScreeningTask, ScreeningReply>(
    'sample-screening/sample-screening-process.js',
    data,
  );
  if ('ended' in started) {
    const who = started.at ?? 'technologies';
    return fail(
      'runtime-failed',
      `The process that loads ${who} ended (${started.ended}): ${started.cause}, or leave it out (--technology).`,
    );
  }
  if (!started.message.ok) return started.message;
  return succeed({ technologies: started.message.value, screen: ask, stop });
}
