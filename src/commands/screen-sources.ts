import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Technology } from '../domain/technology.ts';
import { findScans, type ScanSource, type WantedScans } from './find-scans.ts';
import { loadTechnologies } from './load-technologies.ts';
import { startProgress } from './progress.ts';
import type { ScreenedScan } from './screen-source.ts';
import { type ScreeningData, screeningTask } from './screening-task.ts';
import { workInThreads } from './thread-crew.ts';

export interface ScreenSourcesOptions {
  readonly scans: WantedScans;
  readonly modelsDir: string;
  /** Ids of technologies or models; all that there are where none is named. */
  readonly technologies: readonly string[];
  readonly measuresPixels: boolean;
  /** Scans at once: one in this thread, more in threads of their own. */
  readonly jobs: number;
  /** Called for each scan in order, with what each technology said of it, in their order. */
  readonly onScreened: (source: ScanSource, screened: ScreenedScan) => void;
}

/** A technology that screened, as it describes itself. */
export type ScreenedTechnology = Omit<Technology, 'state' | 'reason'>;

/**
 * Screens the scans of folders with technologies, each scan decoded once for all of them. Fails before the first scan
 * where a folder or a model cannot be read, and at the first scan that cannot be screened, with its name.
 */
export async function screenSources(options: ScreenSourcesOptions): Promise<Outcome<readonly ScreenedTechnology[]>> {
  const { scans, modelsDir, measuresPixels, jobs, onScreened } = options;
  const sources = await findScans(scans);
  if (!sources.ok) return sources;
  const technologies = await describeTechnologies(modelsDir, options.technologies);
  if (!technologies.ok) return technologies;
  const ids = technologies.value.map(({ id }) => id);
  const data: ScreeningData = { ...scans, modelsDir, technologies: ids, measuresPixels };

  const progress = startProgress('screening', sources.value.length);
  let next = 0;
  let failed: Outcome<never> | null = null;
  const takeIn = (screened: Outcome<ScreenedScan>): boolean => {
    const source = sources.value[next++];
    if (!screened.ok) failed = screened;
    else if (source !== undefined) onScreened(source, screened.value);
    progress.advance();
    return screened.ok;
  };
  const to = sources.value.length;
  try {
    if (jobs > 1) await workInThreads({ module: 'sample-screening-worker', data, jobs, from: 0, to, onResult: takeIn });
    else await screenHere(data, to, takeIn);
  } finally {
    progress.stop();
  }
  return failed ?? technologies;
}

/** Loads each technology once to see that it can be had, and lets it go: the threads load their own. */
async function describeTechnologies(
  modelsDir: string,
  wanted: readonly string[],
): Promise<Outcome<readonly ScreenedTechnology[]>> {
  const found = await loadTechnologies(modelsDir, wanted);
  if (!found.ok) return found;
  const described: ScreenedTechnology[] = [];
  for (const { id, outcome } of found.value) {
    if (!outcome.ok) return fail(outcome.failure.code, `${id}: ${outcome.failure.message}`);
    described.push(outcome.value.technology);
    await outcome.value.close();
  }
  return succeed(described);
}

async function screenHere(
  data: ScreeningData,
  to: number,
  takeIn: (screened: Outcome<ScreenedScan>) => boolean,
): Promise<void> {
  const { screen, close } = await screeningTask(data);
  try {
    for (let index = 0; index < to; index++) if (!takeIn(await screen(index))) return;
  } finally {
    await close();
  }
}
