import type { Rate } from '../../domain/comparison/rate.ts';
import type { OperatingPoint } from '../../domain/technology/operating-point.ts';
import { type Auroc, auroc } from '../../evaluation/auroc.ts';
import { boundedAveragePrecision } from '../../evaluation/average-precision-bounds.ts';
import { countInBins } from '../../evaluation/binned-scores.ts';
import { operatingCurve } from '../../evaluation/operating-curve.ts';
import { mergePixelCounts } from '../../evaluation/pixels/merge-pixel-counts.ts';
import { type PixelCounts, startPixelCounts } from '../../evaluation/pixels/pixel-counts.ts';
import { detectionRates, rateOf } from '../../evaluation/rates.ts';
import { contrastClass } from '../../evaluation/strata/contrast-class.ts';
import { massClass } from '../../evaluation/strata/mass-class.ts';
import { stratify } from '../../evaluation/strata/stratify.ts';
import type { ScreenedTechnology } from '../sample-screening/screened-technology.ts';
import { countFailures } from './count-failures.ts';
import type {
  BinCounts,
  Condition,
  EvaluatedTechnology,
  Measures,
  Population,
  PopulationName,
  ScoreHistogram,
  Stratum,
  StratumKind,
} from './evaluation.ts';
import { CONDITIONS, POPULATIONS } from './evaluation.ts';
import { type JudgedScan, rankingOf } from './judged-scan.ts';
import { measureLocalisation } from './measure-localisation.ts';

export interface MeasureOptions {
  readonly technology: ScreenedTechnology;
  readonly scans: readonly JudgedScan[];
  /** The pixels of the scans of each condition. */
  readonly pixels: ReadonlyMap<Condition, PixelCounts>;
  /** Of the bootstrap. */
  readonly seed: number;
}

/** Observed false-alarm limits at which the operating curve is read. */
const PFA_LIMITS = [0.001, 0.004, 0.01, 0.02, 0.05, 0.1, 0.2] as const;
const HISTOGRAM_BINS = 200;
const LEAST_HEAVY_KG = 10;

const HOLDS: Readonly<Record<PopulationName, (scan: JudgedScan) => boolean>> = {
  'all threats': () => true,
  'threats not below penetration': ({ belowPenetration }) => !belowPenetration,
  'threats of 10 kg and more': ({ massKg }) => (massKg ?? 0) >= LEAST_HEAVY_KG,
  'threats of 10 kg and more, not below penetration': ({ massKg, belowPenetration }) =>
    (massKg ?? 0) >= LEAST_HEAVY_KG && !belowPenetration,
};

/** What a stratum is named after; null leaves a scan out. Those of the second table are facts about threats alone. */
const PARTS_OF_SCANS = {
  condition: ({ condition }) => condition,
  scanner: ({ scanner }) => scanner,
  cargo: ({ cargo }) => cargo,
} as const satisfies Readonly<Partial<Record<StratumKind, (scan: JudgedScan) => string | null>>>;
const PARTS_OF_THREATS = {
  category: ({ category }) => category,
  mass: ({ massKg }) => (massKg === null ? null : massClass(massKg)),
  place: ({ place }) => place,
  contrast: ({ contrast }) => (contrast === null ? null : contrastClass(contrast)),
} as const satisfies Readonly<Partial<Record<StratumKind, (scan: JudgedScan) => string | null>>>;

/** All measures of one technology on the scans that it judged. */
export function measureTechnology({ technology, scans, pixels, seed }: MeasureOptions): EvaluatedTechnology {
  const conditions = CONDITIONS.filter((condition) => scans.some((scan) => scan.condition === condition));
  const together = startPixelCounts();
  for (const counts of pixels.values()) mergePixelCounts(together, counts);
  return {
    id: technology.id,
    model: technology.model,
    operatingPoints: pointsOf(scans, technology.operatingPoint),
    ...countFailures(scans),
    measures: [
      measure('all', scans, together, seed),
      ...(conditions.length < 2 ? [] : conditions).map((condition) =>
        measure(
          condition,
          scans.filter((scan) => scan.condition === condition),
          pixels.get(condition) ?? startPixelCounts(),
          seed,
        ),
      ),
    ],
    strata: strataOf(scans),
  };
}

function measure(
  condition: Measures['condition'],
  scans: readonly JudgedScan[],
  pixels: PixelCounts,
  seed: number,
): Measures {
  const scored = rankingOf(scans);
  return {
    condition,
    unscored: scans.filter(({ score }) => score === null).length,
    populations: POPULATIONS.map((name) => populationOf(name, scans)),
    operatingCurve: operatingCurve(scored, PFA_LIMITS) ?? [],
    averagePrecision: boundedAveragePrecision(scored, seed),
    localisation: measureLocalisation(scans, pixels, seed),
    histogram: histogramOf(scans),
  };
}

/** Those that scans with a score were judged at, each once; the technology's own where there is none. */
function pointsOf(scans: readonly JudgedScan[], own: OperatingPoint): readonly OperatingPoint[] {
  const used = new Map(
    scans.flatMap((scan) => (scan.score === null ? [] : [[scan.operatingPoint.name, scan.operatingPoint]])),
  );
  return used.size === 0 ? [own] : [...used.values()];
}

function populationOf(name: PopulationName, scans: readonly JudgedScan[]): Population {
  const held = scans.filter((scan) => scan.truth === 'benign' || HOLDS[name](scan));
  return { name, rates: detectionRates(held), auroc: aurocOf(held) };
}

function strataOf(scans: readonly JudgedScan[]): EvaluatedTechnology['strata'] {
  const benigns = scans.filter(({ truth }) => truth === 'benign');
  const threats = scans.filter(({ truth }) => truth === 'threat');
  const ofScans = (keyOf: (scan: JudgedScan) => string | null) =>
    inOrder(stratify(scans, keyOf)).map(([name, part]) => ({
      ...stratumOf(name, part, part),
      histogram: { threats: heldBins(part, 'threat'), benigns: heldBins(part, 'benign') },
    }));
  const ofThreats = (keyOf: (scan: JudgedScan) => string | null) =>
    inOrder(stratify(threats, keyOf)).map(([name, part]) => ({
      ...stratumOf(name, part, [...part, ...benigns]),
      histogram: { threats: heldBins(part, 'threat'), benigns: null },
    }));
  return {
    condition: ofScans(PARTS_OF_SCANS.condition),
    scanner: ofScans(PARTS_OF_SCANS.scanner),
    cargo: ofScans(PARTS_OF_SCANS.cargo),
    category: ofThreats(PARTS_OF_THREATS.category),
    mass: ofThreats(PARTS_OF_THREATS.mass),
    place: ofThreats(PARTS_OF_THREATS.place),
    contrast: ofThreats(PARTS_OF_THREATS.contrast),
  };
}

function stratumOf(name: string, part: readonly JudgedScan[], ranked: readonly JudgedScan[]): Stratum {
  const threats = part.filter(({ truth }) => truth === 'threat');
  const benigns = part.filter(({ truth }) => truth === 'benign');
  const visible = threats.filter(({ belowPenetration }) => !belowPenetration);
  return {
    name,
    pd: shareOf(threats, 'alarm'),
    pdVisible: shareOf(visible, 'alarm'),
    threatsUndecided: shareOf(threats, 'undecided'),
    pfa: shareOf(benigns, 'alarm'),
    benignsUndecided: shareOf(benigns, 'undecided'),
    ...(part.some(({ decision }) => decision === 'failed') && { failed: rateOf(countOf(part, 'failed'), part.length) }),
    auroc: aurocOf(ranked),
  };
}

function shareOf(scans: readonly JudgedScan[], decision: JudgedScan['decision']): Rate | null {
  if (scans.length === 0) return null;
  return rateOf(countOf(scans, decision), scans.length);
}

function countOf(scans: readonly JudgedScan[], decision: JudgedScan['decision']): number {
  return scans.filter((scan) => scan.decision === decision).length;
}

/** `under 3 kg` comes before `3–10 kg`, and `10–30 kg` before `100 kg and more`. */
function inOrder(strata: ReadonlyMap<string, readonly JudgedScan[]>): readonly [string, readonly JudgedScan[]][] {
  const rank = (name: string) => (name.startsWith('under ') ? ` ${name}` : name);
  return [...strata].toSorted(([a], [b]) => rank(a).localeCompare(rank(b), 'en', { numeric: true }));
}

function aurocOf(scans: readonly JudgedScan[]): Auroc | null {
  return auroc(rankingOf(scans));
}

function histogramOf(scans: readonly JudgedScan[]): ScoreHistogram {
  return { threats: binned(scans, 'threat'), benigns: binned(scans, 'benign') };
}

function binned(scans: readonly JudgedScan[], truth: JudgedScan['truth']): readonly number[] {
  const scores = scans.flatMap((scan) => (scan.truth === truth && scan.score !== null ? [scan.score] : []));
  return countInBins(scores, HISTOGRAM_BINS);
}

function heldBins(scans: readonly JudgedScan[], truth: JudgedScan['truth']): BinCounts {
  return Object.fromEntries([...binned(scans, truth).entries()].filter(([, count]) => count > 0));
}
