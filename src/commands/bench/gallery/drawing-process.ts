import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { shipped } from '../../../installation.ts';
import { type NextMessage, nextMessage, tell } from '../../next-message.ts';
import type { DrawingReply, DrawingSetup, DrawingStart } from './drawing-messages.ts';

/** A process that has loaded a technology and draws scans, one at a time. */
export interface DrawingProcess {
  readonly draw: (scan: string) => Promise<NextMessage<DrawingReply>>;
  readonly stop: () => Promise<void>;
}

/** Fails with why the technology cannot be had, and where the process ends before it is ready. */
export async function startDrawingProcess(setup: DrawingSetup): Promise<Outcome<DrawingProcess>> {
  const entry = shipped('dist', 'src', 'commands', 'bench', 'gallery', 'gallery-process.js');
  const child = fork(entry, [JSON.stringify(setup)], { serialization: 'advanced' });
  const start = await nextMessage<DrawingStart>(child);
  if ('ended' in start) {
    return fail('runtime-failed', `The process that draws with ${setup.technology} ended (${start.ended}).`);
  }
  if (!start.message.ok) return start.message;
  return succeed({
    draw: (scan) => {
      const reply = nextMessage<DrawingReply>(child);
      tell(child, { scan });
      return reply;
    },
    stop: async () => {
      if (!child.connected) return;
      child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  });
}
