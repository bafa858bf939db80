import { type Outcome, succeed } from '../../domain/failure.ts';
import { type StartProgress, startProgress } from '../command-line/progress.ts';
import { findScans, type ScanSource, type WantedScans } from '../samples/find-scans.ts';
import { gatherScreened, type ScreenedBefore, type UnreadableScan } from './gather-screened.ts';
import { screenInProcesses } from './screen-in-processes.ts';
import type { ScreenedScan } from './screen-source.ts';
import type { ScreenedTechnology } from './screened-technology.ts';

export interface ScreenSourcesOptions {
  readonly scans: WantedScans;
  readonly modelsDir: string;
  /** Ids of technologies or models; all that there are where none is named. */
  readonly technologies: readonly string[];
  readonly measuresPixels: boolean;
  /** Scans at once, each in a process of its own. */
  readonly jobs: number;
  /** Called for each scan that could be read in order, with what came of it with each technology, in their order. */
  readonly onScreened: (source: ScanSource, screened: ScreenedScan) => void;
  /** What was screened when the same work was broken off, and is not screened again; nothing without it. */
  readonly goOnFrom?: (
    sources: readonly ScanSource[],
    technologies: readonly ScreenedTechnology[],
  ) => Outcome<ScreenedBefore>;
  /** Called when a scan was taken in, with what can be gone on from. */
  readonly onTaken?: (soFar: ScreenedBefore) => void;
  /** Who is told how far it is; a bar on the terminal without it. */
  readonly tell?: StartProgress;
}

export interface ScreenedSources {
  readonly technologies: readonly ScreenedTechnology[];
  /** Left out: no technology can be blamed for what is wrong with a set. */
  readonly unreadable: readonly UnreadableScan[];
}

/**
 * Screens the scans of folders with technologies, each scan decoded once for all of them. A technology that fails on a scan,
 * or whose native code crashes on it, has a failed verdict there; a scan that cannot be read is left out. Fails before the first scan where a folder or a model
 * cannot be read, and as `gatherScreened` does.
 */
export async function screenSources(options: ScreenSourcesOptions): Promise<Outcome<ScreenedSources>> {
  const { scans, modelsDir, measuresPixels, jobs, onScreened, tell = startProgress } = options;
  const sources = await findScans(scans);
  if (!sources.ok) return sources;
  const progress = tell('screening', sources.value.length);
  let technologies: readonly ScreenedTechnology[] = [];
  let gathering = gatherScreened([], onScreened);
  let next = 0;
  let taken: Outcome<null> = succeed(null);
  try {
    const screened = await screenInProcesses({
      data: { ...scans, modelsDir, technologies: options.technologies, measuresPixels },
      scans: sources.value.length,
      jobs,
      onLoaded: (loaded) => {
        technologies = loaded;
        const before = options.goOnFrom?.(sources.value, loaded) ?? succeed({ taken: 0, unreadable: [] });
        if (!before.ok) return before;
        const ids = loaded.map(({ id }) => id);
        gathering = gatherScreened(ids, onScreened, before.value);
        for (; next < before.value.taken; next++) progress.advance();
        return succeed(next);
      },
      onScreened: (each) => {
        const source = sources.value[next++];
        if (source !== undefined) taken = gathering.take(source, each);
        progress.advance();
        const soFar = taken.ok ? gathering.soFar() : null;
        if (soFar !== null) options.onTaken?.(soFar);
        return taken.ok;
      },
    });
    if (!screened.ok) return screened;
  } finally {
    progress.stop();
  }
  if (!taken.ok) return taken;
  const unreadable = gathering.end();
  return unreadable.ok ? succeed({ technologies, unreadable: unreadable.value }) : unreadable;
}
