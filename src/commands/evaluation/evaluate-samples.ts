import { type Outcome, succeed } from '../../domain/failure.ts';
import type { StartProgress } from '../command-line/progress.ts';
import type { Host } from '../origin/host.ts';
import type { UnreadableScan } from '../sample-screening/gather-screened.ts';
import type { ScreeningKeeper } from '../sample-screening/keep-screened.ts';
import { type ScreenSourcesOptions, screenSources } from '../sample-screening/screen-sources.ts';
import { findScans, type WantedScans } from '../samples/find-scans.ts';
import { planesDigest } from '../samples/planes-digest.ts';
import { checkTruths } from './check-truths.ts';
import { compareTechnologies } from './compare-technologies.ts';
import type { EvaluatedSet, Evaluation } from './evaluation.ts';
import { judgedBy } from './judged-scan.ts';
import { measureTechnology } from './measure-technology.ts';
import type { ScoredScan } from './scored-scan.ts';
import { addScreened, nothingSoFar, type ScreenedSoFar } from './screened-so-far.ts';

export interface EvaluationOptions {
  readonly scans: WantedScans;
  readonly modelsDir: string;
  readonly technologies: readonly string[];
  readonly jobs: number;
  /** Of the bootstrap. */
  readonly seed: number;
  /** Who screens; this process, from the models folder, without it. */
  readonly screenWith?: (options: ScreenSourcesOptions) => ReturnType<typeof screenSources>;
  /** Who keeps what was screened, should it be broken off; nobody without it. */
  readonly keeper?: ScreeningKeeper<ScreenedSoFar>;
  /** Who is told how far it is; a bar on the terminal without it. */
  readonly tell?: StartProgress;
  /** What is written beside the results: when, by which command, on which machine. */
  readonly made: { readonly madeAt: string; readonly command: string; readonly host: Host };
}

export interface EvaluatedScans {
  readonly evaluation: Evaluation;
  /** What each scan came to, for who wants to compute something else. */
  readonly scans: readonly ScoredScan[];
  /** Scans of the sets that are in no number, because they cannot be read. */
  readonly unreadable: readonly UnreadableScan[];
}

/**
 * Screens sample sets with technologies and measures all that there is to measure. Fails as the screening does, and, before
 * it, with `malformed-request` where the truth of a scan is not known.
 */
export async function evaluateSamples(options: EvaluationOptions): Promise<Outcome<EvaluatedScans>> {
  const { scans: wanted, modelsDir, technologies, jobs, seed, made, tell, screenWith = screenSources } = options;
  const { keeper } = options;
  const sources = await findScans(wanted);
  if (!sources.ok) return sources;
  const known = checkTruths(sources.value);
  if (!known.ok) return known;
  let soFar = nothingSoFar();
  const screened = await screenWith({
    scans: wanted,
    modelsDir,
    technologies,
    measuresPixels: true,
    jobs,
    ...(tell !== undefined && { tell }),
    onScreened: (source, result) => addScreened(soFar, source, result),
    ...(keeper !== undefined && {
      goOnFrom: (sources, judges) => {
        const kept = keeper.find(sources, judges);
        if (!kept.ok) return kept;
        soFar = kept.value?.soFar ?? soFar;
        return succeed(kept.value?.before ?? { taken: 0, unreadable: [] });
      },
      onTaken: (before) => keeper.keep({ before, soFar }),
    }),
  });
  if (!screened.ok) return screened;
  const { technologies: judges, unreadable } = screened.value;
  const { scans, samples, pixels } = soFar;
  const ids = judges.map(({ id }) => id);
  const evaluation: Evaluation = {
    kind: 'scanbench-evaluation',
    version: 1,
    ...made,
    seed,
    sets: wanted.folders.map((folder) => describeSet(folder, { scans, samples, unreadable })),
    technologies: judges.map((technology, place) =>
      measureTechnology({
        technology,
        scans: judgedBy(place, scans),
        pixels: pixels[place] ?? new Map(),
        seed,
      }),
    ),
    comparisons: compareTechnologies(ids, scans),
  };
  return succeed({ evaluation, scans, unreadable });
}

function describeSet(
  folder: string,
  found: Omit<EvaluatedScans, 'evaluation'> & Pick<ScreenedSoFar, 'samples'>,
): EvaluatedSet {
  const own = found.scans.filter((scan) => scan.folder === folder);
  const unreadable = found.unreadable.filter((scan) => scan.folder === folder).length;
  return {
    folder,
    benigns: own.filter(({ truth }) => truth === 'benign').length,
    threats: own.filter(({ truth }) => truth === 'threat').length,
    belowPenetration: own.filter(({ belowPenetration }) => belowPenetration).length,
    ...(unreadable > 0 && { unreadable }),
    planesSha256: planesDigest(found.samples.filter((other) => other.folder === folder).map(({ sample }) => sample)),
  };
}
