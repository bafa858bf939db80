import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { isFaint } from '../../evaluation/strata/contrast-class.ts';
import { LONGEST_ID } from '../../formats/sample-schema.ts';
import { createRandom, type Random } from '../../simulator/random.ts';
import { type ApproximateReason, isApproximateReason } from '../../simulator/threat-projection/approximate.ts';
import { TIP_VERSION } from '../../simulator/threat-projection/project-threat.ts';
import { startProgress } from '../command-line/progress.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import type { UnwrittenSample } from '../samples/write-sample.ts';
import type { OpenedBenign } from './benigns.ts';
import { type DrawRefusal, type Insertion, type InsertionOptions, insertThreat } from './insert-threat.ts';
import { UsableBenigns } from './usable-benigns.ts';
import { WrittenSamples } from './written-samples.ts';

export interface TipOrder extends InsertionOptions {
  readonly benigns: readonly ScanSource[];
  readonly count: number;
  readonly seed: number;
  readonly out: string;
  /** Samples of the same order that are in the folder already, and are not made again. */
  readonly there: readonly Sample[];
  readonly withBenign: boolean;
  /** What files are put in; samples keep their own. */
  readonly split: string;
}

export interface TipSummary {
  readonly threats: number;
  readonly benigns: number;
  /** How many of the threats are approximate, by reason. */
  readonly approximate: Readonly<Partial<Record<ApproximateReason, number>>>;
  readonly belowPenetration: number;
  /** Of the threats, those that hardly change the picture (`isFaint`). */
  readonly faint: number;
  /** Benign scans that could not be used, with the reason. */
  readonly unusable: readonly { readonly name: string; readonly reason: string }[];
  /** Threats that were asked for and not made, because no draw was good enough, and what was wrong with those draws. */
  readonly missing: number;
  /** How many of the missing were not tried: no benign scan could be read any more, as where a disk was taken out. */
  readonly untried: number;
  readonly refusedDraws: Readonly<Record<DrawRefusal, number>>;
}

/**
 * Writes a sample set: threats projected into the benign scans, taken in a drawn order, again and again until there are
 * enough. A line is added as soon as its pictures are written, so what was broken off is a smaller set, and the same order
 * goes on with it: benign scans are read again, threats that are there are not projected again. Fails where no benign scan
 * can be used.
 */
export async function projectSamples(order: TipOrder): Promise<Outcome<TipSummary>> {
  const samples = new WrittenSamples(order.out, order.there);
  const random = createRandom(order.seed, 'tip');
  const benigns = new UsableBenigns(shuffled(order.benigns, random.fork('order')), order.benign);
  const refusedDraws = { lacksEnergy: 0, noPlace: 0, seam: 0, noise: 0, blur: 0, saturation: 0 };
  const written = new Set<ScanSource>();
  let [refused, untried] = [0, 0];
  const progress = startProgress('projecting', order.count);
  try {
    for (let index = 0; index < order.count; index++) {
      const next = await benigns.next();
      if (next === null) {
        untried = order.count - index;
        break;
      }
      const { source, benign } = next;
      if (order.withBenign && !written.has(source)) {
        const number = written.size;
        written.add(source);
        if (!samples.take(benignId(number))) await samples.write(benignSample(benign, number, order));
      }
      if (samples.take(threatId(index))) {
        progress.advance();
        continue;
      }
      const made = insertThreat(benign, order, random.fork(`sample-${index}`));
      progress.advance();
      if (!('projection' in made)) {
        refused++;
        for (const refusal of made.refusals) refusedDraws[refusal]++;
        continue;
      }
      await samples.write(threatSample(benign, made, index, order));
    }
  } finally {
    progress.stop();
  }
  await samples.sort();
  const { threats, ...ofThreats } = countThreats(samples.made);
  if (threats === 0 && benigns.unusable.length === order.benigns.length) {
    const [first] = benigns.unusable;
    return fail('unreadable-scan', `no benign scan can be used; ${first?.name ?? 'the first'}: ${first?.reason ?? ''}`);
  }
  const { unusable } = benigns;
  const missing = refused + untried;
  return succeed({
    ...{ threats, benigns: written.size, ...ofThreats },
    ...{ unusable, missing, untried, refusedDraws },
  });
}

function benignSample(benign: OpenedBenign, number: number, order: TipOrder): UnwrittenSample {
  return {
    ...describe(benign, order),
    id: benignId(number),
    views: { [benign.view]: benign.scan.planes },
    truth: 'benign',
    provenance: { benign: benign.name, benignSha256: benign.sha256 },
  };
}

function threatSample(
  benign: OpenedBenign,
  { projection, threat, approximate }: Insertion,
  index: number,
  order: TipOrder,
): UnwrittenSample {
  const { category } = threat.picture;
  const { massKg, place, belowPenetration, contrast, quality, variation, obscuredTo } = projection;
  return {
    ...describe(benign, order),
    id: `${threatId(index)}-${category.replaceAll(/[^A-Za-z0-9]+/g, '-')}`.slice(0, LONGEST_ID),
    views: { [benign.view]: projection.planes },
    truth: {
      category,
      ...(massKg !== null && { massKg: Math.round(massKg * 100) / 100 }),
      ...(place !== null && { place }),
      belowPenetration,
      contrast: Math.round(contrast * 10_000) / 10_000,
      masks: { [benign.view]: projection.mask },
      boxes: { [benign.view]: projection.box },
    },
    provenance: {
      tip: 'scanbench',
      version: TIP_VERSION,
      seed: order.seed,
      benign: benign.name,
      benignSha256: benign.sha256,
      threat: threat.source,
      variation,
      obscuredTo,
      pitchMm: benign.scan.pitchMm,
      pitchFrom: benign.pitchFrom,
      approximate,
      quality,
    },
  };
}

function describe(
  { containers, view, sample, jpegQuality }: OpenedBenign,
  { split }: TipOrder,
): Pick<UnwrittenSample, 'split' | 'jpegQuality' | 'containers' | 'cargo' | 'scanner'> {
  return {
    split: sample?.split ?? split,
    jpegQuality,
    containers: { [view]: containers },
    cargo: sample?.cargo ?? 'unknown',
    scanner: sample?.scanner ?? 'unknown',
  };
}

type CountedThreats = Pick<TipSummary, 'threats' | 'approximate' | 'belowPenetration' | 'faint'>;

/** What the lines say of threats, of those that were there already, too. */
function countThreats(samples: readonly Sample[]): CountedThreats {
  const approximate: Partial<Record<ApproximateReason, number>> = {};
  let [threats, belowPenetration, faint] = [0, 0, 0];
  for (const { truth, provenance } of samples) {
    if (truth === 'benign') continue;
    threats++;
    if (truth.threat.belowPenetration) belowPenetration++;
    if (isFaint(truth.threat.contrast ?? 1)) faint++;
    const reasons: unknown = provenance['approximate'];
    for (const reason of Array.isArray(reasons) ? reasons.filter(isApproximateReason) : []) {
      approximate[reason] = (approximate[reason] ?? 0) + 1;
    }
  }
  return { threats, approximate, belowPenetration, faint };
}

function benignId(number: number): string {
  return `benign-${padded(number)}`;
}

function threatId(index: number): string {
  return `tip-${padded(index)}`;
}

function padded(number: number): string {
  return String(number).padStart(4, '0');
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const order = items.map((item) => ({ item, rank: random.unit() }));
  return order.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
