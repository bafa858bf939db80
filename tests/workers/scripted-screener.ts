import { rm } from 'node:fs/promises';
import { BroadcastChannel } from 'node:worker_threads';
import { expect, onTestFinished } from 'vitest';
import type { Outcome } from '../../src/domain/failure.ts';
import type { ScanJob } from '../../src/domain/screening/scan-job.ts';
import { createScreener, type ScreenerOptions, type StartedScreener } from '../../src/workers/create-screener.ts';
import type { JobOptions, ScreenedScan } from '../../src/workers/screener.ts';
import { createNullModels } from './null-models.ts';
import { PATIENT } from './patient.ts';
import type { ThreadScript } from './thread-script.ts';

// Threads run compiled code: `npm test` builds first.
const SCRIPTED = new URL('../../dist/tests/workers/scripted-worker.js', import.meta.url);

export const LIVE = { priority: 'live' } as const;
export const NOTHING = { live: 0, challenger: 0, bench: 0 };

/** A scan that keeps its thread busy. */
interface HeldScan {
  readonly scan: Promise<Outcome<ScreenedScan>>;
  release(): void;
}

export interface ScriptedScreener {
  readonly screener: StartedScreener;
  /** Where its models lie, and what stops its threads. */
  readonly modelsDir: string;
  screen(script: ThreadScript, options?: JobOptions): Promise<Outcome<ScreenedScan>>;
  /** Sends a scan that keeps its thread busy until it is released; resolves when the thread runs it. */
  hold(options?: JobOptions): Promise<HeldScan>;
  expectAllAtRest(workers: number): void;
}

let held = 0;

/** A screener whose threads, one unless told otherwise, do what each scan tells them; they start, and end with the test. */
export async function createScripted(options: Partial<ScreenerOptions> = {}): Promise<ScriptedScreener> {
  const modelsDir = await createNullModels(['quiet']);
  onTestFinished(() => rm(modelsDir, { recursive: true }));
  const screener = await createScreener({
    ...{ modelsDir, providers: ['cpu'], workers: 1, intraOpThreads: 1, inFlightLimit: 8, entry: SCRIPTED },
    ...options,
  });
  onTestFinished(() => screener.drain());
  const screen: ScriptedScreener['screen'] = (script, job = PATIENT) => screener.screen(jobOf(script), job);
  return {
    screener,
    modelsDir,
    screen,
    async hold(job = PATIENT) {
      const name = `held-${process.pid}-${++held}`;
      const channel = new BroadcastChannel(name);
      const running = new Promise<void>((resolve) => {
        channel.onmessage = () => resolve();
      });
      const scan = screen({ do: 'hold', name }, job);
      await running;
      return {
        scan,
        release() {
          channel.postMessage('go on');
          channel.close();
        },
      };
    },
    expectAllAtRest(workers) {
      expect(screener.state()).toMatchObject({
        inFlight: NOTHING,
        queueDepth: NOTHING,
        workers: { idle: workers, busy: 0, starting: 0 },
      });
    },
  };
}

/** The same, once its threads are warm. */
export async function startScripted(options: Partial<ScreenerOptions> = {}): Promise<ScriptedScreener> {
  const scripted = await createScripted(options);
  await scripted.screener.ready;
  return scripted;
}

export function jobOf(script: ThreadScript): ScanJob {
  const bytes = new TextEncoder().encode(JSON.stringify(script));
  const file = { view: 'side', energy: null, declaredType: null, bytes };
  return { files: [file], technologies: ['quiet@null-cpu'], maps: 'none', images: 'none' };
}

/** What the thread said. */
export function answerOf(outcome: Outcome<ScreenedScan>): string {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return new TextDecoder().decode(outcome.value.result.viewPngs[0]?.png);
}
