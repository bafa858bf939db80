import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Technology } from '../domain/technology.ts';
import type { Detector } from '../inference/detector.ts';
import { findScans, type ScanSource, type WantedScans } from './find-scans.ts';
import { gatherScreened, type UnreadableScan } from './gather-screened.ts';
import { loadTechnologies } from './load-technologies.ts';
import { type StartProgress, startProgress } from './progress.ts';
import type { ScreeningData } from './sample-screening-worker.ts';
import { type ScreenedScan, screenSource } from './screen-source.ts';
import { workInThreads } from './thread-crew.ts';

export interface ScreenSourcesOptions {
  readonly scans: WantedScans;
  readonly modelsDir: string;
  /** Ids of technologies or models; all that there are where none is named. */
  readonly technologies: readonly string[];
  readonly measuresPixels: boolean;
  /** Scans at once: one in this thread, more in threads of their own. */
  readonly jobs: number;
  /** Called for each scan that could be read in order, with what came of it with each technology, in their order. */
  readonly onScreened: (source: ScanSource, screened: ScreenedScan) => void;
  /** Who is told how far it is; a bar on the terminal without it. */
  readonly tell?: StartProgress;
}

/** A technology that screened, as it describes itself. */
export type ScreenedTechnology = Omit<Technology, 'state' | 'reason'>;

export interface ScreenedSources {
  readonly technologies: readonly ScreenedTechnology[];
  /** Left out: no technology can be blamed for what is wrong with a set. */
  readonly unreadable: readonly UnreadableScan[];
}

/**
 * Screens the scans of folders with technologies, each scan decoded once for all of them. A technology that fails on a scan
 * has a failed verdict there; a scan that cannot be read is left out. Fails before the first scan where a folder or a model
 * cannot be read, and as `gatherScreened` does.
 */
export async function screenSources(options: ScreenSourcesOptions): Promise<Outcome<ScreenedSources>> {
  const { scans, modelsDir, measuresPixels, jobs, onScreened, tell = startProgress } = options;
  const sources = await findScans(scans);
  if (!sources.ok) return sources;
  const detectors = await loadDetectors(modelsDir, options.technologies);
  if (!detectors.ok) return detectors;
  const technologies = [...detectors.value.values()].map(({ technology }) => technology);

  const progress = tell('screening', sources.value.length);
  const gathering = gatherScreened([...detectors.value.keys()], onScreened);
  let next = 0;
  let taken: Outcome<null> = succeed(null);
  const takeIn = (screened: Outcome<ScreenedScan>): boolean => {
    const source = sources.value[next++];
    if (source !== undefined) taken = gathering.take(source, screened);
    progress.advance();
    return taken.ok;
  };
  try {
    if (jobs > 1) {
      // The threads load their own.
      await closeAll(detectors.value);
      const data: ScreeningData = { ...scans, modelsDir, technologies: [...detectors.value.keys()], measuresPixels };
      const to = sources.value.length;
      await workInThreads({ module: 'sample-screening-worker', data, jobs, from: 0, to, onResult: takeIn });
    } else {
      for (const source of sources.value) {
        if (!takeIn(await screenSource(source, detectors.value, measuresPixels))) break;
      }
      await closeAll(detectors.value);
    }
  } finally {
    progress.stop();
  }
  if (!taken.ok) return taken;
  const unreadable = gathering.end();
  return unreadable.ok ? succeed({ technologies, unreadable: unreadable.value }) : unreadable;
}

/** Loads the technologies, or says which cannot be had and why. */
async function loadDetectors(
  modelsDir: string,
  wanted: readonly string[],
): Promise<Outcome<ReadonlyMap<string, Detector>>> {
  const found = await loadTechnologies(modelsDir, wanted);
  if (!found.ok) return found;
  const detectors = new Map<string, Detector>();
  for (const { id, outcome } of found.value) {
    if (!outcome.ok) return fail(outcome.failure.code, `${id}: ${outcome.failure.message}`);
    detectors.set(id, outcome.value);
  }
  return succeed(detectors);
}

async function closeAll(detectors: ReadonlyMap<string, Detector>): Promise<void> {
  for (const detector of detectors.values()) await detector.close();
}
