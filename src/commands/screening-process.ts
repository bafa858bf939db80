import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { shipped } from '../installation.ts';
import { type NextMessage, nextMessage, tell } from './next-message.ts';
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
  const entry = shipped('dist', 'src', 'commands', 'sample-screening-process.js');
  const child = fork(entry, [JSON.stringify(data)], { serialization: 'advanced' });
  const start = await nextMessage<ScreeningStart>(child);
  if ('ended' in start) {
    const who = data.technologies.join(', ') || 'all technologies';
    return fail(
      'runtime-failed',
      `A process that loads ${who} ended (${start.ended}): leave out which of them crashes (--technology).`,
    );
  }
  if (!start.message.ok) return start.message;
  return succeed({
    technologies: start.message.value,
    screen: (task) => {
      const reply = nextMessage<ScreeningReply>(child);
      tell(child, task);
      return reply;
    },
    stop: async () => {
      if (!child.connected) return;
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  });
}
