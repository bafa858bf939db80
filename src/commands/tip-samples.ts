import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { SAMPLE_LINES_FILE, sampleLine, writeSampleLines } from '../formats/sample-set.ts';
import { createRandom, type Random } from '../simulator/random.ts';
import type { ApproximateReason } from '../simulator/threat-projection/approximate.ts';
import {
  type Obscuration,
  type Projection,
  projectThreat,
  TIP_VERSION,
} from '../simulator/threat-projection/project-threat.ts';
import type { ScanSource } from './find-scans.ts';
import { startProgress } from './progress.ts';
import { type BenignOptions, type OpenedBenign, openBenign } from './tip-benigns.ts';
import type { DrawnThreat, DrawThreat } from './tip-threats.ts';
import { type UnwrittenSample, writeSample } from './write-sample.ts';

export interface TipOrder {
  readonly benigns: readonly ScanSource[];
  readonly benign: BenignOptions;
  readonly drawThreat: DrawThreat;
  readonly count: number;
  readonly seed: number;
  readonly out: string;
  readonly obscuration: Obscuration;
  /** Insertions of lower quality are drawn again. */
  readonly minQuality: number;
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
  /** Benign scans that could not be used, with the reason. */
  readonly unusable: readonly { readonly name: string; readonly reason: string }[];
  /** Threats that were asked for and not made, because no draw was good enough, and what was wrong with those draws. */
  readonly missing: number;
  readonly refusedDraws: Readonly<Record<DrawRefusal, number>>;
}

/** The threat lacks an energy of the scan, it would nowhere lie, or the eye would find it by how it was put in. */
export type DrawRefusal = 'lacksEnergy' | 'noPlace' | 'lowQuality';

/** Draws for one sample, of a threat, its variation and its place, until one is good enough. */
const DRAWS = 16;

/**
 * Writes a sample set: threats projected into the benign scans, taken in a drawn order, again and again until there are
 * enough, in a folder that is there and empty. A line is added as soon as its pictures are written, so what was broken off
 * is a smaller set. Fails where no benign scan can be used.
 */
export async function projectSamples(order: TipOrder): Promise<Outcome<TipSummary>> {
  await writeSampleLines(order.out, []);
  const write = async (sample: UnwrittenSample) =>
    appendFile(join(order.out, SAMPLE_LINES_FILE), sampleLine(await writeSample(order.out, sample)));
  const random = createRandom(order.seed, 'tip');
  const benigns = new UsableBenigns(shuffled(order.benigns, random.fork('order')), order.benign);
  const refusedDraws = { lacksEnergy: 0, noPlace: 0, lowQuality: 0 };
  const written = new Set<ScanSource>();
  const approximate: Partial<Record<ApproximateReason, number>> = {};
  let [threats, missing, belowPenetration] = [0, 0, 0];
  const progress = startProgress('projecting', order.count);
  try {
    for (let index = 0; index < order.count; index++) {
      const next = await benigns.next();
      if (next === null) break;
      const { source, benign } = next;
      if (order.withBenign && !written.has(source)) {
        written.add(source);
        await write(benignSample(benign, written.size - 1, order));
      }
      const made = insert(benign, order, random.fork(`sample-${index}`));
      progress.advance();
      if (!('projection' in made)) {
        missing++;
        for (const refusal of made.refusals) refusedDraws[refusal]++;
        continue;
      }
      threats++;
      if (made.projection.belowPenetration) belowPenetration++;
      for (const reason of made.approximate) approximate[reason] = (approximate[reason] ?? 0) + 1;
      await write(threatSample(benign, made, index, order));
    }
  } finally {
    progress.stop();
  }
  if (threats === 0 && benigns.unusable.length === order.benigns.length) {
    const [first] = benigns.unusable;
    return fail('unreadable-scan', `no benign scan can be used; ${first?.name ?? 'the first'}: ${first?.reason ?? ''}`);
  }
  const { unusable } = benigns;
  return succeed({ threats, benigns: written.size, approximate, belowPenetration, unusable, missing, refusedDraws });
}

/**
 * Benign scans one after another, again from the first after the last; those that cannot be used are left out, and those
 * that are the same file as one before, which would count twice.
 */
class UsableBenigns {
  readonly unusable: { readonly name: string; readonly reason: string }[] = [];
  readonly #sources: ScanSource[];
  readonly #options: BenignOptions;
  readonly #bySha256 = new Map<string, ScanSource>();
  #at = 0;

  constructor(sources: readonly ScanSource[], options: BenignOptions) {
    this.#sources = [...sources];
    this.#options = options;
  }

  async next(): Promise<{ readonly source: ScanSource; readonly benign: OpenedBenign } | null> {
    for (;;) {
      const source = this.#sources[this.#at % Math.max(1, this.#sources.length)];
      if (source === undefined) return null;
      const opened = await openBenign(source, this.#options);
      const twin = opened.ok ? this.#twinOf(source, opened.value.sha256) : null;
      if (opened.ok && twin === null) {
        this.#at = (this.#at + 1) % this.#sources.length;
        return { source, benign: opened.value };
      }
      const reason = opened.ok ? `it is the same file as ${twin?.name}, under another name.` : opened.failure.message;
      this.unusable.push({ name: source.name, reason });
      this.#sources.splice(this.#at % this.#sources.length, 1);
    }
  }

  /** Another scan of the same bytes that came before; null where there is none. */
  #twinOf(source: ScanSource, sha256: string): ScanSource | null {
    const first = this.#bySha256.get(sha256) ?? source;
    this.#bySha256.set(sha256, first);
    return first === source ? null : first;
  }
}

interface Insertion {
  readonly projection: Projection;
  readonly threat: DrawnThreat;
  readonly approximate: readonly ApproximateReason[];
}

/** The first draw that is good enough, or what was wrong with each. */
function insert(
  benign: OpenedBenign,
  order: TipOrder,
  random: Random,
): Insertion | { readonly refusals: readonly DrawRefusal[] } {
  const refusals: DrawRefusal[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const own = random.fork(`draw-${draw}`);
    const threat = order.drawThreat(benign.scanner ?? order.benign.like, own.fork('threat'));
    if (benign.scan.channels.low !== undefined && threat.picture.transmission.low === undefined) {
      refusals.push('lacksEnergy');
      continue;
    }
    const projection = projectThreat(benign.scan, threat.picture, order.obscuration, own.fork('projection'));
    if (projection !== null && projection.quality.score >= order.minQuality) {
      return { projection, threat, approximate: reasonsOf(benign, threat) };
    }
    refusals.push(projection === null ? 'noPlace' : 'lowQuality');
  }
  return { refusals };
}

/** End-points in MeV this near to each other make the same picture. */
const SAME_ENERGY_RATIO = 1.1;

function reasonsOf(benign: OpenedBenign, threat: DrawnThreat): readonly ApproximateReason[] {
  const reasons = [...benign.approximate, ...threat.approximate];
  // A simulated threat has the benign scan's energies, as far as they are known.
  if ('simulated' in threat.source) return reasons;
  const [own, its] = [benign.energiesMeV, threat.energiesMeV];
  if (its === null) return [...reasons, 'threat-energies-unknown'];
  if (own === null) return reasons;
  const differs = (a: number | undefined, b: number | undefined) =>
    a !== undefined && b !== undefined && Math.max(a / b, b / a) > SAME_ENERGY_RATIO;
  return differs(own.high, its.high) || differs(own.low, its.low) ? [...reasons, 'threat-energies-differ'] : reasons;
}

function benignSample(benign: OpenedBenign, number: number, order: TipOrder): UnwrittenSample {
  return {
    ...describe(benign, order),
    id: `benign-${padded(number)}`,
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
  const { massKg, place, belowPenetration, quality, variation, obscuredTo } = projection;
  return {
    ...describe(benign, order),
    id: `tip-${padded(index)}-${category.replaceAll(/[^A-Za-z0-9]+/g, '-')}`,
    views: { [benign.view]: projection.planes },
    truth: {
      category,
      ...(massKg !== null && { massKg: Math.round(massKg * 100) / 100 }),
      ...(place !== null && { place }),
      belowPenetration,
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

function padded(number: number): string {
  return String(number).padStart(4, '0');
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const order = items.map((item) => ({ item, rank: random.unit() }));
  return order.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
