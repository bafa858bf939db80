import closeWithGrace, { type Signals } from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import { leaveToOthers } from '../../api/connections/leave-to-others.ts';
import type { Failure } from '../../domain/failure.ts';
import type { PrimaryLink } from '../../processes/primary-link.ts';
import type { Records } from '../../records/open-records.ts';
import type { StartedScreener } from '../../workers/create-screener.ts';

/** After the last answer was handed to its connection: time for slow clients to read it. */
const FLUSH_MS = 10_000;

/** How often an upload that stalls is given up while the service stops: each would hold it up for two minutes. */
const RECLAIM_MS = 100;
const STALLED_WHILE_DRAINING: Failure = {
  code: 'draining',
  message: 'The service is stopping, and the body stalled: send the scan to another instance, or again later.',
};

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/**
 * The library's own list. A signal that native code brings about, such as a segmentation fault, must end the process: with
 * a listener it would come again and again, for ever.
 */
const SIGNALS: Signals[] = [
  ...STOP_SIGNALS,
  ...(['SIGQUIT', 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGUSR2'] as const),
];

/** What is to be stopped. */
interface Serving {
  readonly app: FastifyInstance;
  readonly screener: StartedScreener;
  readonly records: Records;
  readonly besides: { stop(): Promise<void> };
  readonly link: PrimaryLink;
}

/**
 * Stops in the order that loses nothing: leave what comes to other processes where there are any, admit no more, answer what was let in, end the threads, close the socket and the records. There
 * is no time limit on the first steps: a process that ends while a thread infers is torn down by its native code, and
 * takes the answers with it.
 */
export function drainOnEnd({ app, screener, records, besides, link }: Serving): void {
  let isStopping = false;
  const grace = closeWithGrace({ delay: false, logger: false, skip: SIGNALS }, async ({ err }) => {
    isStopping = true;
    if (err !== undefined) app.log.fatal({ err }, 'a bug ends the process that serves');
    else app.log.info('draining');
    await link.reportEnding();
    if (link.isGivingWay()) {
      const left = leaveToOthers(app);
      // After a bug nothing is begun any more.
      if (err === undefined) await left;
    }
    const reclaiming = setInterval(() => app.uploads.reclaim(STALLED_WHILE_DRAINING), RECLAIM_MS);
    await screener.drain();
    clearInterval(reclaiming);
    const cut = setTimeout(() => app.server.closeAllConnections(), FLUSH_MS);
    await app.close();
    clearTimeout(cut);
    await besides.stop();
    await records.close();
    if (screener.hasLeftThreads()) return link.reportDone(err === undefined ? Number(process.exitCode ?? 0) : 1);
    // What has said why it fails ends as that says: the library would end it as if all were well.
    if (process.exitCode !== undefined) process.exit();
  });
  const drain = () => {
    if (!isStopping) grace.close();
  };
  // A terminal sends its signals to this process and to the primary, which says the same: a second time changes nothing.
  for (const signal of STOP_SIGNALS) process.on(signal, drain);
  void link.end.then(drain);
}
