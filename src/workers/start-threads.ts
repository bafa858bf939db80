import { NO_REMOTE_ACCESS, type RemoteAccess } from '../domain/network/remote-access.ts';
import { addRemoteTraffic, NO_REMOTE_TRAFFIC, type RemoteTraffic } from '../domain/network/remote-traffic.ts';
import {
  type GpuProvider,
  isGpuProvider,
  type ProvenTechnology,
  type Provider,
  type Technology,
} from '../domain/technology/technology.ts';
import { compiledEntry } from './compiled-entry.ts';
import type { BatchLimits } from './device/messages.ts';
import { probeProvider } from './device/probe-provider.ts';
import { startDevice } from './device/start-device.ts';
import { knownAcrossProcesses, provenAmong } from './technologies/known-across-processes.ts';
import { readKnownTechnologies } from './technologies/known-technologies.ts';
import { rememberStates } from './technologies/technology-states.ts';
import { type ScreeningPool, startScreeningPool } from './threads/screening-pool.ts';
import type { ThreadPoolOptions } from './threads/thread-pool.ts';
import type { WorkerEvent } from './worker-event.ts';

export interface ThreadsOptions {
  /** The folder that holds one folder a model. */
  readonly modelsDir: string;
  /** Each model is loaded once on each of them. */
  readonly providers: readonly Provider[];
  readonly workers: number;
  readonly intraOpThreads: number;
  /** Which other machines may be sent scans; by default none. */
  readonly remoteAccess?: RemoteAccess;
  /**
   * How runs are put together: on a GPU by default up to 8 that wait at the same time; on the CPU `tileBatch` tiles of a
   * box, where a model takes that, by default one.
   */
  readonly batching?: BatchLimits & { readonly tileBatch?: number };
  readonly onWorkerEvent?: (event: WorkerEvent) => void;
  /** A thread that takes no step for so long hangs; two minutes by default. */
  readonly hangSeconds?: number;
  /** GPU providers that computed in a process before this one: where they do not now, they are tried again. */
  readonly provenProviders?: readonly GpuProvider[];
  /** What screened in a process before this one: where it does not load now, it is tried again. */
  readonly provenModels?: readonly ProvenTechnology[];
  /** Technologies that a process before this one did not come back from loading: they are left out. */
  readonly endlessModels?: readonly string[];
  /** A thread does not come back from loading this technology; `onHang` is called next, where it was not before. */
  readonly onEndlessModel?: (technology: string) => void;
  /** How long that may take: by default twice `hangSeconds`, at least half a minute. */
  readonly loadSeconds?: number;
  /** A GPU that was lost computes again, in another process than this one. Called once. */
  readonly onDeviceBack?: () => void;
  /** The compiled module that the threads run; the project's own by default. */
  readonly entry?: URL;
  /** The compiled module that the thread for GPUs runs; the project's own by default. */
  readonly deviceEntry?: URL;
}

/** What is done about what threads say; `onHang` also where one does not come back from loading a model. */
export type ThreadsListener = Pick<ThreadPoolOptions, 'onChange' | 'onHang' | 'onHelpWanted'>;

export interface StartedThreads {
  readonly pool: ScreeningPool;
  /** Every technology found, the unavailable ones with their reason, in the documented order. */
  technologies(): readonly Technology[];
  /** The technologies on the CPU that are ready now. */
  provenModels(): readonly ProvenTechnology[];
  /** What technologies that run on other machines have sent there and got back. */
  readonly remoteTraffic: ReadonlyMap<string, RemoteTraffic>;
  /** Ends the threads that screen, then the one for GPUs. Only to be called when none is busy or starting. */
  destroy(): Promise<void>;
}

/** Reads the models and starts the threads that screen with them, and the one for GPUs where any are to be used. */
export async function startThreads(options: ThreadsOptions, listener: ThreadsListener): Promise<StartedThreads> {
  const { modelsDir, providers, workers, intraOpThreads, onWorkerEvent = () => {} } = options;
  const { remoteAccess = NO_REMOTE_ACCESS, hangSeconds = 120, provenProviders = [], onDeviceBack = () => {} } = options;
  const { endlessModels = [], onEndlessModel = () => {}, loadSeconds = Math.max(30, 2 * hangSeconds) } = options;
  const { tileBatch = 1, ...batching } = options.batching ?? { maxBatch: 8, maxWaitMs: 0 };
  const known = await readKnownTechnologies(modelsDir, providers);
  const { allKnown, provenModels } = knownAcrossProcesses(known.technologies, {
    proven: options.provenModels ?? [],
    endless: endlessModels,
    loadSeconds,
  });
  const statesOf = rememberStates(allKnown);
  for (const refused of known.nameless) onWorkerEvent({ kind: 'model-refused', ...refused });

  const remoteTraffic = new Map<string, RemoteTraffic>();
  const gpus = providers.filter(isGpuProvider);
  const device =
    gpus.length === 0
      ? null
      : startDevice({
          providers: gpus,
          ...batching,
          entry: options.deviceEntry ?? compiledEntry('device/device-thread.js'),
          probe: probeProvider,
          onWorkerEvent,
          proven: provenProviders,
          onBack: onDeviceBack,
        });
  const pool = startScreeningPool({
    workers,
    entry: options.entry ?? compiledEntry('threads/screening-worker.js'),
    thread: {
      modelsDir,
      manifests: known.manifests,
      providers,
      intraOpThreads,
      tileBatch,
      remoteAccess,
      leaveOut: endlessModels,
    },
    ...listener,
    onWorkerEvent,
    hangSeconds,
    provenModels,
    loadSeconds,
    onLoadHang(technology) {
      onEndlessModel(technology);
      listener.onHang();
    },
    onDeviceWanted: (client) => device?.connect(client),
    onRemoteAsked({ technology, ...traffic }) {
      const before = remoteTraffic.get(technology) ?? NO_REMOTE_TRAFFIC;
      remoteTraffic.set(technology, addRemoteTraffic(before, traffic));
    },
  });

  const technologies = () => statesOf(pool.reports());
  return {
    pool,
    technologies,
    provenModels: () => provenAmong(allKnown, technologies()),
    remoteTraffic,
    async destroy() {
      await pool.destroy();
      await device?.destroy();
    },
  };
}
