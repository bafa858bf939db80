import { basename } from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { type Box, wholePixels } from '../../domain/scan/box.ts';
import { ENERGIES, type Plane } from '../../domain/scan/plane.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { primaryPlane } from '../../domain/scan/view.ts';
import { decodeScan } from '../../formats/decode-scan.ts';
import { sniffFormat } from '../../formats/sniff.ts';
import { assessView } from '../../inference/assess-view.ts';
import { penetrationLimitOf } from '../../inference/quality/penetration-limit.ts';
import type { ScannerPreset } from '../../simulator/scanner-preset.ts';
import { SCANNER_PRESETS, type ScannerName } from '../../simulator/scanner-presets.ts';
import type { ApproximateReason } from '../../simulator/threat-projection/approximate.ts';
import { type BenignScan, measureBenign } from '../../simulator/threat-projection/benign-scan.ts';
import { estimatePitchMm } from '../../simulator/threat-projection/estimate-pitch.ts';
import { findScans, type ScanSource } from '../samples/find-scans.ts';
import { scanKey } from '../samples/scan-key.ts';

export interface EnergiesMeV {
  readonly high: number;
  readonly low?: number | undefined;
}

/** What the caller says of all benign scans; null where nothing was said. */
export interface BenignOptions {
  readonly pitchMm: number | null;
  readonly energiesMeV: EnergiesMeV | null;
  readonly gamma: number | null;
  /** Whose spectra a scan has that does not say its own. */
  readonly like: ScannerName;
}

/** A benign scan that threats can be projected into. */
export interface OpenedBenign {
  /** A sample's id, or a file's name. */
  readonly name: string;
  readonly sample: Sample | null;
  readonly view: string;
  /** Of the file. */
  readonly sha256: string;
  /** Of the pixels alone: the same of a picture that was saved again without loss. */
  readonly pixelsSha256: string;
  readonly scan: BenignScan;
  readonly containers: readonly Box[];
  /** The simulator's preset that made it, where one did. */
  readonly scanner: ScannerName | null;
  readonly energiesMeV: EnergiesMeV | null;
  readonly pitchFrom: 'option' | 'scanner' | 'container-height';
  /** Null for scans that are kept exactly. */
  readonly jpegQuality: number | null;
  readonly approximate: readonly ApproximateReason[];
}

/** What display exports are mostly saved with, and what `encodeDisplayJpeg` writes. */
const USUAL_JPEG_QUALITY = 90;

/** The scans of a folder that are benign, or that nothing is known of. Fails where there is none. */
export async function findBenigns(folder: string, split: string | undefined): Promise<Outcome<readonly ScanSource[]>> {
  const found = await findScans({ folders: [folder], ...(split !== undefined && { split }) });
  if (!found.ok) return found;
  const benigns = found.value.filter(({ sample }) => sample === null || sample.truth === 'benign');
  if (benigns.length > 0) return succeed(benigns);
  return fail('not-found', `${folder} holds threats only: name a folder with benign scans.`);
}

/**
 * Reads and measures one benign scan: its first view, whose containers must be known or found. Fails, with the reason
 * in a sentence, where it cannot be used.
 */
export async function openBenign(source: ScanSource, options: BenignOptions): Promise<Outcome<OpenedBenign>> {
  const files = await source.load();
  if (!files.ok) return files;
  const decoded = await decodeScan(files.value);
  if (!decoded.ok) return decoded;
  const [view] = decoded.value;
  if (view === undefined) return fail('unreadable-scan', 'it holds no view.');
  const assessment = assessView(view);
  if (assessment.undecidable === 'unreadable-view' || assessment.undecidable === 'not-a-radiograph') {
    return fail(
      'unreadable-scan',
      assessment.undecidable === 'unreadable-view' ? 'it is blank or too small.' : 'it is no radiograph.',
    );
  }
  const { sample } = source;
  const plane = primaryPlane(view.planes);
  const listed = sample?.containers?.[view.name];
  const containers = listed?.flatMap((box) => wholePixels(box, plane) ?? []) ?? assessment.containers;
  const [container, ...others] = containers;
  if (container === undefined && listed !== undefined && listed.length > 0) {
    const size = `${plane.widthPx}×${plane.heightPx}`;
    return fail(
      'invalid-metadata',
      `the containers that its samples.jsonl lists all lie beyond its picture of ${size} pixels: mend them, or leave them out, and they are looked for.`,
    );
  }
  if (container === undefined) {
    return fail(
      'unreadable-scan',
      'no container was found in it, and a threat could land anywhere: crop it to container and air, or list its containers in a samples.jsonl.',
    );
  }
  const scanner = sample === null ? null : presetNamed(sample.scanner);
  const preset = scanner === null ? null : SCANNER_PRESETS[scanner];
  const isDisplay = plane.bitDepth === 8;
  const like: ScannerPreset = preset ?? SCANNER_PRESETS[options.like];
  if (view.planes.high !== undefined && view.planes.low !== undefined && like.endPointsMeV.low === undefined) {
    return fail('invalid-metadata', `it has two energies, and ${options.like} has one: name another with --like.`);
  }
  const gamma = isDisplay ? (options.gamma ?? (preset?.exports.kind === 'display-8' ? preset.exports.gamma : 1)) : 1;
  const pitchMm = options.pitchMm ?? (preset === null ? estimatePitchMm(container) : preset.pitchCm * 10);
  if (options.pitchMm !== null && isFarOff(options.pitchMm, container)) {
    return fail(
      'invalid-metadata',
      `at ${options.pitchMm} mm a pixel its container would be ${metres(container.height * options.pitchMm)} m high, and containers are 2.6 or 2.9 m: check --pitch-mm.`,
    );
  }
  const energiesMeV: EnergiesMeV | null = preset?.endPointsMeV ?? options.energiesMeV;
  const approximate: ApproximateReason[] = [];
  if (isDisplay) approximate.push('display-curve-unknown');
  const seen = ENERGIES.filter((energy) => view.planes[energy] !== undefined);
  if (seen.some((energy) => energiesMeV?.[energy] === undefined)) {
    approximate.push('benign-energies-unknown');
  } else if (seen.some((energy) => energiesMeV?.[energy] !== like.endPointsMeV[energy])) {
    approximate.push('benign-energies-differ');
  }
  const pitchFrom = options.pitchMm !== null ? 'option' : preset !== null ? 'scanner' : 'container-height';
  if (pitchFrom === 'container-height') approximate.push('benign-pitch-estimated');
  return succeed({
    name: sample?.id ?? basename(source.name),
    sample,
    view: view.name,
    sha256: view.sha256,
    pixelsSha256: scanKey([view]),
    scan: measureBenign({
      planes: view.planes,
      airLevels: assessment.airLevels,
      containers: [container, ...others],
      pitchMm,
      gamma,
      scanner: like,
      penetrationLimit: preset?.penetrationLimit ?? lowestSeen(plane, gamma),
    }),
    containers,
    scanner,
    energiesMeV,
    pitchFrom,
    jpegQuality: jpegQualityOf(sample, files.value[0]?.bytes),
    approximate,
  });
}

/** Part of a container may be out of the picture, and what is found too high by its vehicle; centimetres are ten times off. */
const FAR_OFF_RATIO = 3;

function isFarOff(pitchMm: number, container: Box): boolean {
  const ratio = pitchMm / estimatePitchMm(container);
  return ratio > FAR_OFF_RATIO || ratio < 1 / FAR_OFF_RATIO;
}

function metres(lengthMm: number): string {
  return String(Number((lengthMm / 1000).toPrecision(2)));
}

/** The transmission at the penetration limit of a scanner that is not known. */
function lowestSeen(plane: Plane, gamma: number): number {
  const fullScale = plane.bitDepth === 8 ? 255 : 65_535;
  return (penetrationLimitOf(plane, fullScale) / fullScale) ** (1 / gamma);
}

function presetNamed(name: string): ScannerName | null {
  return isPresetName(name) ? name : null;
}

function isPresetName(name: string): name is ScannerName {
  return Object.hasOwn(SCANNER_PRESETS, name);
}

/** A JPEG goes out as one, so that scans with and without a threat went through the same compression. */
function jpegQualityOf(sample: Sample | null, bytes: Uint8Array | undefined): number | null {
  if (bytes === undefined || sniffFormat(bytes) !== 'jpeg') return null;
  const known = sample?.provenance['jpegQuality'];
  return typeof known === 'number' ? known : USUAL_JPEG_QUALITY;
}
