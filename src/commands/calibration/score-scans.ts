import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, succeed } from '../../domain/failure.ts';
import { repeatedWarning } from '../evaluation/repeated-warning.ts';
import { thisRun } from '../origin/host.ts';
import type { UnreadableScan } from '../sample-screening/gather-screened.ts';
import { keepScreened, type ScreeningKeeper } from '../sample-screening/keep-screened.ts';
import type { ScreenedScan } from '../sample-screening/screen-source.ts';
import { screenSources } from '../sample-screening/screen-sources.ts';
import type { WantedScans } from '../samples/find-scans.ts';

/** What came of each scan with each technology. Plain data: it can be kept in a file. */
export type JudgedSoFar = (Pick<ScreenedScan, 'key' | 'bitDepth' | 'verdicts'> & { readonly name: string })[];

/** Keeps a calibration's scans in the models folder: several may be under way there, of other models or other scanners. */
export function keepJudged(modelsDir: string, resume: boolean): ScreeningKeeper<JudgedSoFar> {
  return keepScreened<JudgedSoFar>({
    work: 'calibration',
    fileOf: (digest) => join(modelsDir, `calibration-${digest.slice(0, 8)}.part`),
    othersThan: (own) =>
      readdirSync(modelsDir)
        .filter((name) => /^calibration-.*\.part$/.test(name))
        .map((name) => join(modelsDir, name))
        .filter((file) => file !== own),
    host: thisRun().host,
    resume,
    scansIn: (judged) => judged.length,
  });
}

interface ModelScores {
  readonly model: string;
  readonly scores: readonly number[];
  /** Scans that lack an energy: undecided whatever the threshold, so they say nothing about it. */
  readonly unscored: number;
  /** Scans that it gave no answer to, and why, of the first of them; null where it answered all. */
  readonly failed: { readonly scans: number; readonly message: string } | null;
}

export interface ScoredScans {
  readonly models: readonly ModelScores[];
  /** Scans that were shown to the models, and those that cannot be read. */
  readonly screened: number;
  /** How many of them have 8 bits. */
  readonly displays: number;
  /** Which of them show the very same pixels as another. */
  readonly repeated: readonly string[];
  readonly unreadable: readonly UnreadableScan[];
}

export interface ScoringOptions {
  readonly scans: WantedScans;
  readonly modelsDir: string;
  readonly technologies: readonly string[];
  readonly jobs: number;
  /** Who keeps what was screened, should it be broken off. */
  readonly keeper: ScreeningKeeper<JudgedSoFar>;
}

/** Screens scans for their scores alone, of each technology. Fails as the screening does. */
export async function scoreScans(options: ScoringOptions): Promise<Outcome<ScoredScans>> {
  const { scans, modelsDir, technologies, jobs, keeper } = options;
  let all: JudgedSoFar = [];
  const screened = await screenSources({
    scans,
    modelsDir,
    technologies,
    measuresPixels: false,
    jobs,
    onScreened: ({ name }, { key, bitDepth, verdicts }) => all.push({ name, key, bitDepth, verdicts }),
    goOnFrom: (sources, judges) => {
      // A threshold changes no score, and is what a calibration changes.
      const kept = keeper.find(
        sources,
        judges.map(({ operatingPoint: _, operatingPoints: _all, ...judge }) => judge),
      );
      if (!kept.ok) return kept;
      all = kept.value?.soFar ?? all;
      return succeed(kept.value?.before ?? { taken: 0, unreadable: [] });
    },
    onTaken: (before) => keeper.keep({ before, soFar: all }),
  });
  if (!screened.ok) return screened;
  const { technologies: judges, unreadable } = screened.value;
  const models = judges.map(({ model }, place): ModelScores => {
    const own = all.flatMap(({ verdicts }) => verdicts[place] ?? []);
    const failures = own.filter((verdict) => verdict.decision === 'failed');
    const [first] = failures;
    return {
      model: model.id,
      scores: own.flatMap(({ score }) => score ?? []),
      unscored: own.filter(({ reason }) => reason === 'missing-energy').length,
      failed: first === undefined ? null : { scans: failures.length, message: first.message },
    };
  });
  const displays = all.filter(({ bitDepth }) => bitDepth === 8).length;
  return succeed({ models, screened: all.length, displays, repeated: repeatedWarning(all), unreadable });
}
