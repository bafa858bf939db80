import { randomBytes } from 'node:crypto';
import { type Outcome, succeed } from '../../../domain/failure.ts';
import { ENERGIES, type Plane } from '../../../domain/scan/plane.ts';
import type { ScanFile } from '../../../domain/scan/view.ts';
import { decodeScan } from '../../../formats/decode-scan.ts';
import { encodeGreyPng } from '../../../formats/encode-png.ts';

/** Of so many pixels one is changed, by one step. */
const PIXELS_A_CHANGE = 16;

/**
 * A scan that nobody has seen before, and that takes as long to screen as the one it is made of: mirrored, and one pixel in
 * sixteen one step off, by chance. Its answer is worth nothing. Fails where the scan cannot be read.
 */
export async function unseenScan(files: readonly ScanFile[]): Promise<Outcome<readonly ScanFile[]>> {
  const decoded = await decodeScan(files);
  if (!decoded.ok) return decoded;
  const unseen: ScanFile[] = [];
  for (const { name, planes } of decoded.value) {
    for (const energy of ENERGIES) {
      const plane = planes[energy];
      if (plane === undefined) continue;
      const bytes = await encodeGreyPng(disguised(plane));
      unseen.push({ view: name, energy, declaredType: 'image/png', bytes });
    }
  }
  return succeed(unseen);
}

/** A copy of a plane, changed as said. */
function disguised(plane: Plane): Plane {
  return plane.bitDepth === 8
    ? { ...plane, samples: mirroredWithSteps(plane.samples.slice(), plane.widthPx, 2 ** 7) }
    : { ...plane, samples: mirroredWithSteps(plane.samples.slice(), plane.widthPx, 2 ** 15) };
}

/** Steps go towards the middle of the scale, so that none leads off it. */
function mirroredWithSteps<Samples extends Uint8Array | Uint16Array>(
  samples: Samples,
  widthPx: number,
  middle: number,
): Samples {
  for (let from = 0; from < samples.length; from += widthPx) samples.subarray(from, from + widthPx).reverse();
  const draws = randomBytes(samples.length);
  for (let pixel = 0; pixel < samples.length; pixel++) {
    const sample = samples[pixel] ?? 0;
    if ((draws[pixel] ?? 0) % PIXELS_A_CHANGE === 0) samples[pixel] = sample < middle ? sample + 1 : sample - 1;
  }
  return samples;
}
