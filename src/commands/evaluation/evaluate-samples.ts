import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Sample } from '../../domain/sample.ts';
import { mergePixelCounts } from '../../evaluation/pixels/merge-pixel-counts.ts';
import { type PixelCounts, startPixelCounts } from '../../evaluation/pixels/pixel-counts.ts';
import type { StartProgress } from '../command-line/progress.ts';
import type { UnreadableScan } from '../sample-screening/gather-screened.ts';
import { type ScreenSourcesOptions, screenSources } from '../sample-screening/screen-sources.ts';
import type { WantedScans } from '../samples/find-scans.ts';
import { planesDigest } from '../samples/planes-digest.ts';
import { compareTechnologies } from './compare-technologies.ts';
import type { Condition, EvaluatedSet, Evaluation, Host } from './evaluation.ts';
import { judgedBy } from './judged-scan.ts';
import { measureTechnology } from './measure-technology.ts';
import { type ScoredScan, scoredScan } from './scored-scan.ts';

export interface EvaluationOptions {
  readonly scans: WantedScans;
  readonly modelsDir: string;
  readonly technologies: readonly string[];
  readonly jobs: number;
  /** Of the bootstrap. */
  readonly seed: number;
  /** Who screens; this process, from the models folder, without it. */
  readonly screenWith?: (options: ScreenSourcesOptions) => ReturnType<typeof screenSources>;
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
 * Screens sample sets with technologies and measures all that there is to measure. Fails as the screening does, and
 * with `malformed-request` where the truth of a scan is not known.
 */
export async function evaluateSamples(options: EvaluationOptions): Promise<Outcome<EvaluatedScans>> {
  const { scans: wanted, modelsDir, technologies, jobs, seed, made, tell, screenWith = screenSources } = options;
  const samples: FoundSample[] = [];
  const scans: ScoredScan[] = [];
  const pixels: Map<Condition, PixelCounts>[] = [];
  const unknown: string[] = [];
  const screened = await screenWith({
    scans: wanted,
    modelsDir,
    technologies,
    measuresPixels: true,
    jobs,
    ...(tell !== undefined && { tell }),
    onScreened: (source, result) => {
      const scan = scoredScan(source, result);
      if (scan === null || source.sample === null) {
        unknown.push(source.name);
        return;
      }
      scans.push(scan);
      samples.push({ folder: source.folder, sample: source.sample });
      for (const [place, verdict] of result.verdicts.entries()) {
        if (verdict.pixels === null) continue;
        const ofTechnology = pixels[place] ?? new Map<Condition, PixelCounts>();
        const counts = ofTechnology.get(scan.condition) ?? startPixelCounts();
        mergePixelCounts(counts, verdict.pixels);
        pixels[place] = ofTechnology.set(scan.condition, counts);
      }
    },
  });
  if (!screened.ok) return screened;
  if (unknown[0] !== undefined) {
    return fail(
      'malformed-request',
      `What ${unknown[0]} holds is not known: evaluate sample sets, not folders of scans.`,
    );
  }
  const { technologies: judges, unreadable } = screened.value;
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

interface FoundSample {
  readonly folder: string;
  readonly sample: Sample;
}

function describeSet(
  folder: string,
  found: Omit<EvaluatedScans, 'evaluation'> & { readonly samples: readonly FoundSample[] },
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
