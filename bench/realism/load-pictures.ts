import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeDisplayJpeg } from '../../src/formats/encode-jpeg.ts';
import { sharp } from '../../src/formats/sharp.ts';
import type { CargoName } from '../../src/simulator/cargo/cargo-kinds.ts';
import { SCANNER_PRESETS, type ScannerName } from '../../src/simulator/scanner-presets.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { evenly } from './evenly.ts';
import type { GreyPicture } from './picture-statistics.ts';

const PICTURE = /\.(?:jpe?g|png)$/i;
/** What a scanner that keeps readings is shown with: scanners that show pictures bring their own quality. */
const QUALITY = 80;

/** Every picture in a folder, in the order of names, as 8-bit grey of one height. */
export async function loadRealPictures(folder: string, heightPx: number): Promise<readonly GreyPicture[]> {
  const files = (await readdir(folder)).filter((file) => PICTURE.test(file)).sort();
  return Promise.all(files.map(async (file) => toGrey(await readFile(path.join(folder, file)), heightPx)));
}

export interface SimulatedPictures {
  readonly scanner: ScannerName;
  readonly count: number;
  readonly seed: number;
  /** In turn; where they are more than scans, a few of them all. */
  readonly cargo: readonly CargoName[];
  readonly heightPx: number;
}

/** Benign scans of one scanner as a person sees them: through its display, or linear in transmission, and a JPEG. */
export async function simulatePictures(order: SimulatedPictures): Promise<readonly GreyPicture[]> {
  const { scanner, count, seed, cargo, heightPx } = order;
  const kinds = evenly(cargo, count);
  const pictures: GreyPicture[] = [];
  for (let index = 0; index < count; index++) {
    const kind = kinds[index % kinds.length];
    const scan = simulateScan({
      seed: seed + index,
      scanner,
      vehicle: false,
      threat: null,
      ...(kind !== undefined && { cargo: kind }),
    });
    const { high } = scan.planes;
    const grey =
      high.bitDepth === 8
        ? high.samples
        : new Uint8Array(
            Uint8ClampedArray.from(high.samples, (reading) => (255 * reading) / SCANNER_PRESETS[scanner].airReading),
          );
    const jpeg = await encodeDisplayJpeg({ ...high, bitDepth: 8, samples: grey }, scan.jpegQuality ?? QUALITY);
    pictures.push(await toGrey(jpeg, heightPx));
  }
  return pictures;
}

async function toGrey(file: Uint8Array, height: number): Promise<GreyPicture> {
  const { data, info } = await sharp(file)
    .resize({ height })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, samples: new Uint8Array(data) };
}
