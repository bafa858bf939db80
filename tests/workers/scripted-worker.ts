import { existsSync } from 'node:fs';
import path from 'node:path';
import { BroadcastChannel, parentPort, threadId, workerData } from 'node:worker_threads';
import { succeed } from '../../src/domain/failure.ts';
import type { ScanJob } from '../../src/domain/screening/scan-job.ts';
import { isRaised } from '../../src/workers/call-off.ts';
import type { ThreadOptions, ThreadReply, ThreadReport, ThreadTask } from '../../src/workers/messages.ts';
import { readKnownTechnologies } from '../../src/workers/technologies/known-technologies.ts';
import { buffersOfReply } from '../../src/workers/threads/move-buffers.ts';
import { moveAnswer } from '../../src/workers/threads/thread-pool.ts';
import { DIE_AT_START, type ThreadScript } from './thread-script.ts';

// A screening thread that does what the first file of a job says, so that tests can hold, end and break threads.

const options: ThreadOptions = workerData;
// As where memory is short for a while.
if (existsSync(path.join(options.modelsDir, DIE_AT_START))) process.exit(4);
const { technologies } = await readKnownTechnologies(options.modelsDir, options.providers);
parentPort?.postMessage({
  technologies: technologies.map(({ identity, hash }) => ({
    id: identity.id,
    hash,
    reason: null,
    isOnCpu: true,
    signature: null,
  })),
  startMs: 0,
} satisfies ThreadReport);

export async function screenInThread({ job, callOff }: ThreadTask<ScanJob>): Promise<unknown> {
  const script: ThreadScript = JSON.parse(new TextDecoder().decode(job.files[0]?.bytes));
  if (script.do === 'exit') process.exit(3);
  if (script.do === 'throw') throw new Error('a bug in the thread');
  if (script.do === 'break') {
    setImmediate(() => {
      throw new Error('an error that nothing catches');
    });
    await new Promise(() => {});
  }
  if (script.do === 'hold') await untilReleased(script.name);
  while (script.do === 'work' && !isRaised(callOff));
  const png = new TextEncoder().encode(`${script.name} in thread ${threadId}`);
  const reply: ThreadReply = succeed({ files: [], views: [], results: [], viewPngs: [{ view: 'side', png }] });
  return moveAnswer(reply, buffersOfReply(reply));
}

/** Says on the channel of its name that it runs, and goes on when the test says so there. */
async function untilReleased(name: string): Promise<void> {
  const channel = new BroadcastChannel(name);
  await new Promise<void>((resolve) => {
    channel.onmessage = () => resolve();
    channel.postMessage('running');
  });
  channel.close();
}
