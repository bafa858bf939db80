import { ENERGIES } from '../../domain/scan/plane.ts';
import type { Random } from '../../simulator/random.ts';
import type { ApproximateReason } from '../../simulator/threat-projection/approximate.ts';
import type { QualityParts } from '../../simulator/threat-projection/insertion-quality.ts';
import { type Obscuration, type Projection, projectThreat } from '../../simulator/threat-projection/project-threat.ts';
import type { BenignOptions, OpenedBenign } from './benigns.ts';
import type { DrawnThreat, DrawThreat } from './threats.ts';

export interface InsertionOptions {
  readonly benign: BenignOptions;
  readonly drawThreat: DrawThreat;
  readonly obscuration: Obscuration;
  /** Insertions of lower quality are drawn again. */
  readonly minQuality: number;
}

/** The threat lacks an energy of the scan, it would nowhere lie, or by what the eye would find that it was put in. */
export type DrawRefusal = 'lacksEnergy' | 'noPlace' | keyof QualityParts;

/** Draws for one sample, of a threat, its variation and its place, until one is good enough. */
const DRAWS = 16;

/** A threat that was put into a benign scan. */
export interface Insertion {
  readonly projection: Projection;
  readonly threat: DrawnThreat;
  readonly approximate: readonly ApproximateReason[];
}

/** The first draw that is good enough, or what was wrong with each. */
export function insertThreat(
  benign: OpenedBenign,
  options: InsertionOptions,
  random: Random,
): Insertion | { readonly refusals: readonly DrawRefusal[] } {
  const refusals: DrawRefusal[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const own = random.fork(`draw-${draw}`);
    const threat = options.drawThreat(benign.scanner ?? options.benign.like, own.fork('threat'));
    const { channels } = benign.scan;
    const { transmission } = threat.picture;
    if (ENERGIES.some((energy) => channels[energy] !== undefined && transmission[energy] === undefined)) {
      refusals.push('lacksEnergy');
      continue;
    }
    const projection = projectThreat(benign.scan, threat.picture, options.obscuration, own.fork('projection'));
    if (projection !== null && projection.quality.score >= options.minQuality) {
      return { projection, threat, approximate: reasonsOf(benign, threat) };
    }
    refusals.push(projection === null ? 'noPlace' : worstOf(projection.quality.parts));
  }
  return { refusals };
}

function worstOf({ seam, noise, blur, saturation }: QualityParts): keyof QualityParts {
  const worst = Math.min(seam, noise, blur, saturation);
  if (seam === worst) return 'seam';
  if (noise === worst) return 'noise';
  return blur === worst ? 'blur' : 'saturation';
}

/** End-points in MeV this near to each other make the same picture. */
const SAME_ENERGY_RATIO = 1.1;

function reasonsOf(benign: OpenedBenign, threat: DrawnThreat): readonly ApproximateReason[] {
  const reasons = [...benign.approximate, ...threat.approximate];
  const projected = ENERGIES.filter((energy) => benign.scan.channels[energy] !== undefined);
  const [own, its] = [benign.energiesMeV, threat.energiesMeV];
  if (projected.some((energy) => its?.[energy] === undefined)) return [...reasons, 'threat-energies-unknown'];
  const differs = (a: number | undefined, b: number | undefined) =>
    a !== undefined && b !== undefined && Math.max(a / b, b / a) > SAME_ENERGY_RATIO;
  const isOther = projected.some((energy) => differs(own?.[energy], its?.[energy]));
  return isOther ? [...reasons, 'threat-energies-differ'] : reasons;
}
