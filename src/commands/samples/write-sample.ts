import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Box } from '../../domain/scan/box.ts';
import { ENERGIES, type Energy, type Plane } from '../../domain/scan/plane.ts';
import type { Sample, ThreatPlace, Truth } from '../../domain/scan/sample.ts';
import { encodeDisplayJpeg } from '../../formats/encode-jpeg.ts';
import { encodeGreyPng } from '../../formats/encode-png.ts';
import { hashPlane } from './hash-plane.ts';

/** A scan with its ground truth that is still in memory. */
export interface UnwrittenSample {
  readonly id: string;
  readonly split: string;
  /** By view name, then energy. */
  readonly views: Readonly<Record<string, Readonly<Partial<Record<Energy, Plane>>>>>;
  /** Null writes PNG, exact to the bit; a number writes 8-bit JPEG of that quality, as display exports do. */
  readonly jpegQuality: number | null;
  readonly truth: 'benign' | UnwrittenThreat;
  readonly containers?: Readonly<Record<string, readonly Box[]>>;
  readonly cargo: string;
  readonly scanner: string;
  /** Who made it and from what; the hashes of the planes and the JPEG quality are added. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

export interface UnwrittenThreat {
  readonly category: string;
  readonly massKg?: number;
  readonly place?: ThreatPlace;
  readonly belowPenetration?: boolean;
  readonly contrast?: number;
  /** By view name; 8 bit, 255 where the threat is. */
  readonly masks: Readonly<Record<string, Plane>>;
  /** By view name, in the view's own pixels. */
  readonly boxes: Readonly<Record<string, Box>>;
}

/**
 * Writes a sample's pictures to `<folder>/<id>/<view>.<energy>.png` (or `.jpg`) and its masks to
 * `<folder>/masks/<id>.<view>.png`, and returns the line that describes it, with the hash of every plane as it was before
 * a lossy export. Writing the line (`sampleLine`) is the caller's.
 */
export async function writeSample(folder: string, sample: UnwrittenSample): Promise<Sample> {
  const { id, split, jpegQuality, containers, cargo, scanner, provenance } = sample;
  await mkdir(path.join(folder, id), { recursive: true });
  const views: Record<string, Partial<Record<Energy, string>>> = {};
  const planesSha256: Record<string, string> = {};
  for (const [view, planes] of Object.entries(sample.views)) {
    const files: Partial<Record<Energy, string>> = {};
    for (const energy of ENERGIES) {
      const plane = planes[energy];
      if (plane === undefined) continue;
      const file = `${id}/${view}.${energy}.${jpegQuality === null ? 'png' : 'jpg'}`;
      await writeFile(path.join(folder, file), await encodePicture(plane, jpegQuality));
      files[energy] = file;
      planesSha256[`${view}.${energy}`] = hashPlane(plane);
    }
    views[view] = files;
  }
  return {
    id,
    views,
    truth: await writeTruth(folder, id, sample.truth),
    ...(containers && { containers }),
    cargo,
    scanner,
    provenance: { ...provenance, ...(jpegQuality !== null && { jpegQuality }), planesSha256 },
    split,
  };
}

async function writeTruth(folder: string, id: string, truth: UnwrittenSample['truth']): Promise<Truth> {
  if (truth === 'benign') return 'benign';
  const masks: Record<string, string> = {};
  for (const [view, mask] of Object.entries(truth.masks)) {
    const file = `masks/${id}.${view}.png`;
    await mkdir(path.join(folder, 'masks'), { recursive: true });
    await writeFile(path.join(folder, file), await encodePicture(mask, null));
    masks[view] = file;
  }
  return { threat: { ...truth, masks } };
}

/** A plane as the file that a set keeps: small PNG, or JPEG where a quality is given. */
function encodePicture(plane: Plane, jpegQuality: number | null): Promise<Uint8Array> {
  return jpegQuality === null ? encodeGreyPng(plane, 'small') : encodeDisplayJpeg(plane, jpegQuality);
}
