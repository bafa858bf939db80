import { setTimeout as sleep } from 'node:timers/promises';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Detector } from '../../inference/detector.ts';
import type { TechnologyReport } from '../messages.ts';
import { retryDelayMs } from '../retry-delay.ts';
import { type RemoteTechnology, reportOf } from './load-technologies.ts';

export interface WatchOptions {
  readonly remotes: readonly RemoteTechnology[];
  /** Where those that are there are put, and those that are gone are taken from. */
  readonly detectors: Map<string, Detector>;
  /** Told of each technology once it was looked at for the first time, and whenever it has gone or come back. */
  readonly onReport: (report: TechnologyReport) => void;
  readonly signal?: AbortSignal;
  /** By default on the clock, without keeping the process alive. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

export interface RemoteWatch {
  /** Resolves when every server was asked once, whatever came of it. */
  readonly looked: Promise<void>;
  /** A screening with this technology failed: its server is asked now, not at its next turn. */
  suspect(technology: string): void;
}

/** A server that is there is asked this often whether it still is. */
export const CHECK_MS = 10_000;
/** One missed answer may be a thread that was busy with a local model; so many after the first. */
export const SECOND_LOOK_MS = 1000;

const REPORT_FIRST = 'Its server is being asked.';

/**
 * Keeps the remote technologies of a thread ready: loads those whose servers are there, takes out those that are gone or
 * say something else than was recorded, and brings them back by itself.
 */
export function watchRemotes(options: WatchOptions): RemoteWatch {
  const wakers = new Map<string, () => void>();
  const pause = options.pause ?? ((ms: number) => sleep(ms, undefined, { ref: false }));

  async function untilNextTurn(id: string, ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => wakers.set(id, resolve));
    await Promise.race([pause(ms), woken]);
  }

  async function watch(remote: RemoteTechnology, onFirstLook: () => void): Promise<void> {
    const { id, hash } = remote;
    let failures = 0;
    let told: string | null | undefined;
    while (options.signal?.aborted !== true) {
      const found = await look(remote, options.detectors, pause);
      failures = found.ok ? 0 : failures + 1;
      const report = reportOf({ id, hash, isOnCpu: false }, found);
      if (report.reason !== told) options.onReport(report);
      told = report.reason;
      onFirstLook();
      await untilNextTurn(id, found.ok ? CHECK_MS : retryDelayMs(failures));
    }
  }

  for (const { id, hash } of options.remotes)
    options.onReport(reportOf({ id, hash, isOnCpu: false }, fail('runtime-failed', REPORT_FIRST)));
  const firstLooks = options.remotes.map((remote) => new Promise<void>((resolve) => void watch(remote, resolve)));
  return {
    looked: Promise.all(firstLooks).then(() => undefined),
    suspect: (technology) => wakers.get(technology)?.(),
  };
}

/** One look: the detector, old or new, or why there is none. */
async function look(
  remote: RemoteTechnology,
  detectors: Map<string, Detector>,
  pause: (ms: number) => Promise<unknown>,
): Promise<Outcome<Detector>> {
  const ready = detectors.get(remote.id);
  if (ready !== undefined) {
    const first = await probe(ready);
    if (first.ok) return succeed(ready);
    await pause(SECOND_LOOK_MS);
    const second = await probe(ready);
    if (second.ok) return succeed(ready);
    detectors.delete(remote.id);
    await ready.close();
    return second;
  }
  const loaded = await remote.load();
  if (loaded.ok) detectors.set(remote.id, loaded.value);
  return loaded;
}

async function probe(detector: Detector): Promise<Outcome<null>> {
  return detector.remote === undefined ? succeed(null) : detector.remote.probe();
}
