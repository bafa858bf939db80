import { basename, join } from 'node:path';
import { type Failure, fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Energy } from '../../domain/scan/plane.ts';
import { decodeScan } from '../../formats/decode-scan.ts';
import { exp, log } from '../../simulator/elementary.ts';
import type { Random } from '../../simulator/random.ts';
import { SCANNER_PRESETS, type ScannerName } from '../../simulator/scanner-presets.ts';
import type { ApproximateReason } from '../../simulator/threat-projection/approximate.ts';
import { cutOutThreat } from '../../simulator/threat-projection/cut-out-threat.ts';
import { pictureOf, type ThreatPicture } from '../../simulator/threat-projection/threat-picture.ts';
import { renderThreat } from '../../simulator/threats/render-threat.ts';
import { THREAT_CATEGORIES, THREAT_KINDS, type ThreatCategory } from '../../simulator/threats/threat-kinds.ts';
import { listPictures } from '../samples/list-pictures.ts';
import { groupScanInputs, readScanInput, type ScanInput } from '../samples/scan-inputs.ts';
import type { EnergiesMeV } from './benigns.ts';
import { readThreatNote } from './threat-note.ts';

/** A threat that was drawn for one benign scan. */
export interface DrawnThreat {
  readonly picture: ThreatPicture;
  /** For the sample's provenance. */
  readonly source: Readonly<Record<string, unknown>>;
  /** Null where it was not recorded. */
  readonly energiesMeV: EnergiesMeV | null;
  readonly approximate: readonly ApproximateReason[];
}

/** Where threats come from. `scanner` is whose energies a simulated one is rendered with. */
export type DrawThreat = (scanner: ScannerName, random: Random) => DrawnThreat;

/**
 * Threats rendered anew for every draw: categories equally often, masses evenly on a logarithmic scale, as far as a
 * category has them. Without a list, of all categories that can weigh as much. Fails where one of a list cannot.
 */
export function simulatedThreats(
  listed: readonly ThreatCategory[] | null,
  [lightestKg, heaviestKg]: readonly [least: number, most: number],
): Outcome<DrawThreat> {
  const rangeOf = (category: ThreatCategory) => {
    const [lightest, heaviest] = THREAT_KINDS[category].massesKg;
    return { least: Math.max(lightest, lightestKg), most: Math.min(heaviest, heaviestKg) };
  };
  const cannot = (category: ThreatCategory) => rangeOf(category).least > rangeOf(category).most;
  const categories = listed ?? THREAT_CATEGORIES.filter((category) => !cannot(category));
  const stray = categories.length === 0 ? THREAT_CATEGORIES : categories.filter(cannot);
  if (stray.length > 0) {
    const known = stray.map((category) => `${category} ${THREAT_KINDS[category].massesKg.join(' to ')} kg`).join(', ');
    return fail(
      'malformed-request',
      `No threat of ${lightestKg} to ${heaviestKg} kg is simulated of: ${known} (--mass).`,
    );
  }
  return succeed((scanner, random) => {
    const category = categories[random.integer(0, categories.length - 1)] ?? 'cocaine';
    const { least, most } = rangeOf(category);
    const massKg = least * exp(random.unit() * log(most / least));
    const seed = random.integer(0, 0x7fffffff);
    return {
      picture: pictureOf(renderThreat({ seed, scanner, category, massKg })),
      source: { simulated: scanner, seed },
      energiesMeV: SCANNER_PRESETS[scanner].endPointsMeV,
      approximate: [],
    };
  });
}

/**
 * Reads every recorded threat of a folder: `<id>_high.png` with `<id>_low.png` (or `.tiff`, or one file alone), and what
 * `<id>.json` says of it. Fails with the first file that cannot be used, and why.
 */
export async function readThreats(
  folder: string,
  assumedPitchMm: number | null,
): Promise<Outcome<readonly [DrawnThreat, ...DrawnThreat[]]>> {
  const names = await listPictures(
    folder,
    'holds no threat: put <id>_high.png and <id>_low.png (or .tiff) into it, or say --threats simulated',
  );
  if (!names.ok) return names;
  const threats: DrawnThreat[] = [];
  for (const input of groupScanInputs(names.value.map((name) => join(folder, name)))) {
    const threat = await readThreat(input, assumedPitchMm);
    if (!threat.ok) return threat;
    threats.push(threat.value);
  }
  const [first, ...others] = threats;
  if (first === undefined) throw new Error(`${folder} has pictures and no threat`);
  return succeed([first, ...others]);
}

/** The smallest threat that is simulated, a grenade, is some 60 mm long. */
const LEAST_LENGTH_MM = 20;

/** What a baggage scanner's pixel covers, about; threats that say nothing of theirs mostly come from one. */
const USUAL_PITCH_MM = 1.5;

async function readThreat(input: ScanInput, assumedPitchMm: number | null): Promise<Outcome<DrawnThreat>> {
  const blame = (failure: Failure) => fail(failure.code, `${input.name}: ${failure.message}`);
  const note = await readThreatNote(`${input.name}.json`);
  if (!note.ok) return note;
  const files = await readScanInput(input);
  if (!files.ok) return files;
  const decoded = await decodeScan(files.value);
  if (!decoded.ok) return blame(decoded.failure);
  const [view] = decoded.value;
  if (view === undefined) return fail('unreadable-scan', `${input.name} holds no picture.`);
  if (view.flags.includes('unknown-gamma')) {
    return fail(
      'unreadable-scan',
      `${input.name} is an 8-bit display picture: a threat's transmission cannot be read from it; export 16 bits.`,
    );
  }
  const { pixelPitchMm, energiesMeV, category, massKg, airLevel } = note.value;
  const recorded = {
    planes: view.planes,
    airLevel: airLevel ?? null,
    pitchMm: pixelPitchMm ?? assumedPitchMm ?? USUAL_PITCH_MM,
    category: category ?? categoryIn(input.name),
    massKg: massKg ?? null,
  };
  const picture = cutOutThreat(recorded);
  if (picture === null) {
    return fail(
      'unreadable-scan',
      `${input.name} shows nothing that is darker than air: is it a threat alone, with air around it? If it is, say in ${input.name}.json what the open beam reads (airLevel).`,
    );
  }
  const lengthMm = Math.max(picture.widthPx, picture.heightPx) * picture.pitchMm;
  if (lengthMm < LEAST_LENGTH_MM) {
    return fail(
      'invalid-metadata',
      `${input.name} would be ${Number(lengthMm.toPrecision(2))} mm long, air included, at ${picture.pitchMm} mm a pixel: check the pixelPitchMm in its note, or --threat-pitch-mm.`,
    );
  }
  const approximate: ApproximateReason[] = [];
  if (pixelPitchMm === undefined && assumedPitchMm === null) approximate.push('threat-pitch-assumed');
  const isSwapped = highIsDarker(picture);
  if (isSwapped) approximate.push('threat-energies-swapped');
  return succeed({
    picture: isSwapped ? swapEnergies(picture) : picture,
    source: { file: basename(input.name), pixelPitchMm: recorded.pitchMm },
    energiesMeV: energiesMeV ?? null,
    approximate,
  });
}

/** `gun_17` is a gun: the name without its number. */
function categoryIn(name: string): string {
  const [category = ''] = basename(name).split(/[_.-]?\d/);
  return category === '' ? 'threat' : category;
}

/** Whatever the material, more of the high-energy beam comes through. */
function highIsDarker({ transmission: { high, low } }: ThreatPicture): boolean {
  if (high === undefined || low === undefined) return false;
  const sum = (plane: Float32Array) => plane.reduce((total, value) => total + value, 0);
  return sum(high) < sum(low);
}

function swapEnergies(picture: ThreatPicture): ThreatPicture {
  const swap = <Value>({ high, low }: Readonly<Partial<Record<Energy, Value>>>) => ({
    ...(low !== undefined && { high: low }),
    ...(high !== undefined && { low: high }),
  });
  const { noiseVariance } = picture.flaws;
  return {
    ...picture,
    transmission: swap(picture.transmission),
    flaws: { ...picture.flaws, noiseVariance: { high: noiseVariance.low, low: noiseVariance.high } },
  };
}
