import type { Sample, ThreatPlace } from '../../domain/scan/sample.ts';
import { picturesOf } from '../../domain/scan/sample-files.ts';
import type { ScreenedScan, Verdict } from '../sample-screening/screen-source.ts';
import type { ScanSource } from '../samples/find-scans.ts';
import type { Condition } from './evaluation.ts';

/** One screened scan of known truth: what it was, what it was broken down by, and what came of it with each technology. */
export interface ScoredScan {
  /** The folder and the sample in it: a scan's name in the whole evaluation. */
  readonly name: string;
  /** Of its pixels (`scanKey`). */
  readonly key: string;
  readonly folder: string;
  readonly id: string;
  /** Its first picture, relative to the folder: an id spells only what an id may hold. */
  readonly file: string;
  readonly truth: 'threat' | 'benign';
  readonly cargo: string;
  readonly scanner: string;
  readonly condition: Condition;
  /** Of a threat, where its maker says. */
  readonly category: string | null;
  readonly massKg: number | null;
  readonly place: ThreatPlace | null;
  readonly belowPenetration: boolean;
  /** How far it changes the picture (`Threat.contrast`), where its maker says. */
  readonly contrast: number | null;
  /** The pixels of the benign scan that the threat was projected into; null where it was not, or its maker does not say. */
  readonly projectedInto: string | null;
  readonly verdicts: readonly ScoredVerdict[];
}

/** A verdict without its pixels, which are counted over all scans. */
export type ScoredVerdict = WithoutPixels<Verdict>;
/** Of each kind of verdict by itself. */
type WithoutPixels<Kind extends Verdict> = Kind extends Verdict ? Omit<Kind, 'pixels'> : never;

/** Null where the truth of a scan is not known. */
export function scoredScan({ name, folder, sample }: ScanSource, screened: ScreenedScan): ScoredScan | null {
  if (sample === null) return null;
  const threat = sample.truth === 'benign' ? null : sample.truth.threat;
  return {
    name,
    key: screened.key,
    folder,
    id: sample.id,
    file: picturesOf(sample)[0] ?? '',
    truth: threat === null ? 'benign' : 'threat',
    cargo: sample.cargo,
    scanner: sample.scanner,
    condition: conditionOf(screened),
    category: threat?.category ?? null,
    massKg: threat?.massKg ?? null,
    place: threat?.place ?? null,
    belowPenetration: threat?.belowPenetration ?? false,
    contrast: threat?.contrast ?? null,
    projectedInto: threat === null ? null : benignOf(sample.provenance),
    verdicts: screened.verdicts.map(({ pixels: _, ...verdict }) => verdict),
  };
}

function benignOf(provenance: Sample['provenance']): string | null {
  const benignSha256 = provenance['benignSha256'];
  return typeof benignSha256 === 'string' ? benignSha256 : null;
}

function conditionOf({ bitDepth, energies }: ScreenedScan): Condition {
  if (bitDepth === 8) return '8-bit display';
  return energies.length > 1 ? '16-bit dual' : '16-bit single';
}
