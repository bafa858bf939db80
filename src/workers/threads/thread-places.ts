import type { Worker } from 'node:worker_threads';
import type { ProvenModel } from '../../domain/technology/technology.ts';
import { type IdleThreads, setIdleThreads } from '../idle-threads.ts';
import { createReloadCounts, type ModelReloads } from '../technologies/model-reloads.ts';
import { createProvenModels } from '../technologies/proven-models.ts';
import type { RestartReason } from '../worker-event.ts';
import {
  openPlace,
  type Surroundings,
  type ThreadListeners,
  type ThreadPlace,
  type ThreadSource,
} from './thread-place.ts';

/** The places of all threads, from each one's start to its end. */
export interface ThreadPlaces {
  readonly all: readonly ThreadPlace[];
  firstIdle(): ThreadPlace | undefined;
  /** To be called when the pool takes a thread for ready. */
  arrive(worker: Worker | undefined): void;
  reloads(): ModelReloads;
  restarts(): Readonly<Record<string, number>>;
  /** From now on no thread is started and no model loaded that failed before. */
  expectNoMore(): void;
  /** From now on a thread that ends is meant to. */
  expectEnd(): void;
}

export interface PlaceOptions extends ThreadListeners, Pick<Surroundings, 'onLoading' | 'loadAgain'> {
  /** What screened in processes before this one. */
  readonly provenModels: readonly ProvenModel[];
}

/**
 * Gives each thread its place.
 *
 * @param sources one for each place
 * @param idleThreads where threads read how many are idle
 */
export function placeThreads(
  sources: readonly ThreadSource[],
  idleThreads: IdleThreads,
  options: PlaceOptions,
): ThreadPlaces {
  const all: ThreadPlace[] = [];
  const restarts: Partial<Record<RestartReason, number>> = {};
  const reloads = createReloadCounts();
  let phase: ReturnType<Surroundings['phase']> = 'serving';
  let threadCount = 0;
  const around: Surroundings = {
    ...options,
    proven: createProvenModels(options.provenModels),
    phase: () => phase,
    nextNumber: () => ++threadCount,
    onState: () => setIdleThreads(idleThreads, all.filter(({ state }) => state === 'idle').length),
    onRestart(cause) {
      restarts[cause] = (restarts[cause] ?? 0) + 1;
    },
    onLoadedAgain: reloads.count,
  };
  for (const source of sources) {
    const worker = source.current();
    if (worker !== undefined) all.push(openPlace(source, worker, around));
  }
  return {
    all,
    firstIdle: () => all.find(({ state }) => state === 'idle'),
    arrive: (worker) => all.find((place) => place.worker === worker)?.arrive(),
    reloads: reloads.all,
    restarts: () => ({ ...restarts }),
    expectNoMore() {
      if (phase === 'serving') phase = 'stopping';
    },
    expectEnd() {
      phase = 'ending';
    },
  };
}
