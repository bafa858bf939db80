import type { Outcome } from '../domain/failure.ts';
import type { RemoteAccess } from '../domain/network/remote-access.ts';
import type { RemoteTraffic } from '../domain/network/remote-traffic.ts';
import type { InferResult } from '../domain/screening/infer-job.ts';
import type { ScanJob } from '../domain/screening/scan-job.ts';
import type { ScanResult } from '../domain/screening/scan-result.ts';
import type { Provider } from '../domain/technology/technology.ts';
import type { ModelSignature } from '../domain/technology/tensor.ts';
import type { Manifest } from '../inference/model/manifest.ts';
import type { HelpWanted } from '../inference/spread/tile-helpers.ts';
import type { CallOffFlag } from './call-off.ts';
import type { IdleThreads } from './idle-threads.ts';

// All that crosses between the main thread and a screening thread, besides the `ScanJob` or `InferJob` itself: plain data, because an
// error loses its class and its code on the way.

/** A job with the memory in which the main thread says that nobody can use its answer any more: see `call-off.ts`. */
export interface ThreadTask<Job> {
  readonly job: Job;
  readonly callOff: CallOffFlag;
}

/** A scan; with `mayAskForHelp` its thread may ask those that are idle to take tiles. */
export interface ScreenTask extends ThreadTask<ScanJob> {
  readonly mayAskForHelp: boolean;
}

/** What a thread that screens says while threads beside it are idle. */
export interface HelpRequest {
  readonly helpWanted: HelpWanted;
}

/** What a thread is told when it starts. */
export interface ThreadOptions {
  readonly modelsDir: string;
  /** As they were when the process started: what they say by now is not taken into use before another one does. */
  readonly manifests: readonly Manifest[];
  readonly providers: readonly Provider[];
  readonly intraOpThreads: number;
  /** Tiles of a box that are one run on the CPU, where a model takes that. */
  readonly tileBatch: number;
  readonly remoteAccess: RemoteAccess;
  /** Technologies that a thread before this one did not come back from loading. */
  readonly leaveOut: readonly string[];
}

/** The same with the memory in which the pool says how many threads are idle, and that all are about to end. */
export interface StartedThreadOptions extends ThreadOptions {
  readonly idleThreads: IdleThreads;
  /** Raised when nobody waits for a thread that starts any more: a message would not be read while it loads. */
  readonly ending: CallOffFlag;
}

/** One technology as a thread found it: loaded and screened once (`reason` null), or why it cannot screen. */
export interface TechnologyReport {
  readonly id: string;
  /** Of the weights that were loaded and how they are used (`technologyHash`); threads that start at different times must agree on it. */
  readonly hash: string;
  readonly reason: string | null;
  /** A model on the CPU of this machine; GPUs and other servers have watches of their own. */
  readonly isOnCpu: boolean;
  /** What its model takes and gives; null where it did not load. */
  readonly signature: ModelSignature | null;
}

/**
 * The first word of a thread, when everything that loads has screened once; and again, whenever a server of a remote
 * technology has gone or come back.
 */
export interface ThreadReport {
  readonly technologies: readonly TechnologyReport[];
  readonly startMs: number;
}

/** What a thread says before it loads a model on the CPU, and when it loads none any more. */
export interface ModelLoading {
  readonly loads: string | null;
}

/** What a thread says of a technology whose session fails at what it could do before, and will until the thread ends. */
export interface SessionBroken {
  readonly broken: { readonly technology: string; readonly message: string };
}

/** What a thread says after work that asked another machine, before its answer. */
export interface RemoteAsked {
  readonly asked: RemoteTraffic & { readonly technology: string };
}

/** A thread's answer to a scan. */
export type ThreadReply = Outcome<ScanResult>;

/** A thread's answer to a request for a picture: a PNG. */
export type DrawReply = Outcome<Uint8Array<ArrayBuffer>>;

/** A thread's answer to a request for inference. */
export type InferReply = Outcome<InferResult>;
