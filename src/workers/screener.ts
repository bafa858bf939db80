import type { Outcome } from '../domain/failure.ts';
import type { RemoteTraffic } from '../domain/network/remote-traffic.ts';
import type { DrawJob } from '../domain/screening/draw-job.ts';
import type { InferJob, InferResult } from '../domain/screening/infer-job.ts';
import type { ByPriority, Priority } from '../domain/screening/priority.ts';
import type { ScanJob } from '../domain/screening/scan-job.ts';
import type { ScanResult } from '../domain/screening/scan-result.ts';
import type { Technology } from '../domain/technology/technology.ts';
import type { ModelSignature } from '../domain/technology/tensor.ts';
import type { ModelReloads } from './technologies/model-reloads.ts';

/** A place among the scans in flight. It is taken before the body is read and given back exactly once. */
export interface Permit {
  /**
   * The threads are done with the scan, and it is put on record: it counts on, but on a slow disk the threads do not wait for it.
   * Idempotent.
   */
  beginStoring(): void;
  /** Idempotent. */
  release(): void;
}

/** What came back from a thread, with the wait that the thread cannot know. */
export interface Waited<Result> {
  readonly result: Result;
  readonly queueMs: number;
}
export type ScreenedScan = Waited<ScanResult>;

export interface AdmitOptions {
  readonly priority: Priority;
}

export interface JobOptions {
  /**
   * On the clock of `performance.now()`. Work that has not begun by then is dropped, work that runs ends at the next
   * boundary between its stages, never within a run of the model.
   */
  readonly deadlineAt: number;
  /** Aborted when the client leaves: the work ends as at its deadline. */
  readonly signal: AbortSignal;
  /** That of its permit. */
  readonly priority: Priority;
}

export interface ScreenerState {
  readonly inFlight: ByPriority<number>;
  /** Those in flight that are being put on record. */
  readonly storing: ByPriority<number>;
  readonly inFlightLimit: ByPriority<number>;
  readonly queueDepth: ByPriority<number>;
  /** A dead thread died while it started; another is tried in its place, at last every minute. */
  readonly workers: Readonly<Record<'idle' | 'busy' | 'starting' | 'dead', number>>;
  readonly workerBusySeconds: number;
  readonly workerRestarts: Readonly<Record<string, number>>;
  /** How often threads tried to load a technology anew that they lacked, and others had. */
  readonly modelReloads: ModelReloads;
  /** What technologies that run on other machines have sent there and got back. */
  readonly remoteTraffic: ReadonlyMap<string, RemoteTraffic>;
}

/** Many scans at once: admission in front, threads behind. All that the API knows of screening. */
export interface Screener {
  /** Every technology found, the unavailable ones with their reason, in the documented order. */
  technologies(): readonly Technology[];
  /** The technology without which it is not ready; null where any will do. */
  champion(): string | null;
  /** True once the champion and every technology that loaded have screened once in each worker. */
  isReady(): boolean;
  /** True once nothing more is let in, for good: it drains, or is about to be replaced because a run of a model hangs. */
  isStopping(): boolean;
  /**
   * Fails at once with `overloaded` or `draining` and `retryAfterSeconds`. Background work has places of its own and is
   * begun only when no live scan waits; whoever is refused drops it and counts that.
   */
  admit(options: AdmitOptions): Outcome<Permit>;
  /** Screens an admitted scan. The bytes in `job` are moved away and are empty afterwards. */
  screen(job: ScanJob, options: JobOptions): Promise<Outcome<ScreenedScan>>;
  /** What a technology's model takes and gives; null while no thread has loaded it. */
  signatureOf(technology: string): ModelSignature | null;
  /** Runs one model on an admitted client's own tensors, in the same queue and threads; the bytes are moved away. */
  infer(job: InferJob, options: JobOptions): Promise<Outcome<Waited<InferResult>>>;
  /** Draws a view on record for people to look at, in the same queue and threads; the bytes are moved away. */
  draw(job: DrawJob, options: JobOptions): Promise<Outcome<Waited<Uint8Array<ArrayBuffer>>>>;
  state(): ScreenerState;
  /**
   * Admits nothing more, answers the live scans in flight, then ends the threads. Background work that has not begun fails
   * with `draining`: nobody waits for it, and a host that stops has no time for it.
   */
  drain(): Promise<void>;
}
