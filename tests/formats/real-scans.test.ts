import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { sharp } from '../../src/formats/sharp.ts';
import { readGrey16Png } from './plain-png.ts';
import { decodeOne, expectValue, scanFile } from './scan-file.ts';

// Real scans are not ours to publish: they lie beside the repository where somebody has them.
const FOLDER = process.env['SCANBENCH_REAL_SCANS'] ?? path.resolve('../shared/data/scans');
const isAbsent = !existsSync(FOLDER);

async function picturesOf(pattern: RegExp): Promise<readonly string[]> {
  const entries = await readdir(FOLDER, { recursive: true });
  return entries.filter((entry) => pattern.test(entry)).map((entry) => path.join(FOLDER, entry));
}

describe('real scans', () => {
  it.skipIf(isAbsent)('all decode', async () => {
    const pictures = await picturesOf(/\.(png|tiff|jpe?g)$/);
    expect(pictures.length).toBeGreaterThan(0);
    for (const file of pictures) {
      const view = await decodeOne(await readFile(file));
      expect(view.flags, file).toEqual(view.planes.high?.bitDepth === 16 ? [] : ['unknown-gamma']);
    }
  });

  it.skipIf(isAbsent)('of 16 bits decode as the PNG specification says, by an oracle without libvips', async () => {
    const pictures = await picturesOf(/_(high|low)\.png$/);
    expect(pictures.length).toBeGreaterThan(0);
    for (const file of pictures) {
      const bytes = await readFile(file);
      const samples = (await decodeOne(bytes)).planes.high?.samples ?? new Uint16Array();
      const expected = readGrey16Png(bytes);
      expect(samples.length, file).toBe(expected.length);
      expect(
        samples.every((sample, i) => sample === expected[i]),
        file,
      ).toBe(true);
    }
  });

  it.skipIf(isAbsent)('of both energies become one view, and PNG keeps what TIFF held', async () => {
    const [high] = await picturesOf(/_high\.tiff$/);
    if (high === undefined) throw new Error('no dual-energy TIFF is there');
    const files = [
      scanFile(await readFile(high), { energy: 'high' }),
      scanFile(await readFile(high.replace('_high', '_low')), { energy: 'low' }),
    ];
    const [view] = expectValue(await decodeScan(files));
    if (view?.planes.high === undefined || view.planes.low === undefined) throw new Error('an energy is missing');
    expect(readGrey16Png(await encodeGreyPng(view.planes.high))).toEqual(view.planes.high.samples);
    expect(view.planes.low.widthPx).toBe(view.planes.high.widthPx);
    expect(view.planes.low.samples).not.toEqual(view.planes.high.samples);
    const { width, height, depth } = await sharp(files[0]?.bytes).metadata();
    expect([width, height, depth]).toEqual([view.planes.high.widthPx, view.planes.high.heightPx, 'ushort']);
  });
});
