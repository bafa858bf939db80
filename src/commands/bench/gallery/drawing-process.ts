import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { type NextMessage, startOwnProcess } from '../../own-process/own-process.ts';
import type { DrawingOrder, DrawingReply, DrawingSetup, DrawingStart } from './drawing-messages.ts';

/** A process that has loaded a technology and draws scans, one at a time. */
export interface DrawingProcess {
  readonly draw: (scan: string) => Promise<NextMessage<DrawingReply>>;
  readonly stop: () => Promise<void>;
}

/** Fails with why the technology cannot be had, and where the process ends before it is ready. */
export async function startDrawingProcess(setup: DrawingSetup): Promise<Outcome<DrawingProcess>> {
  const { started, ask, stop } = await startOwnProcess<DrawingStart, DrawingOrder, DrawingReply>(
    'bench/gallery/gallery-process.js',
    setup,
  );
  if ('ended' in started) {
    const { ended, cause } = started;
    return fail('runtime-failed', `The process that draws with ${setup.technology} ended (${ended}): ${cause}.`);
  }
  if (!started.message.ok) return started.message;
  return succeed({ draw: (scan) => ask({ scan }), stop });
}
