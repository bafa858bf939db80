import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeGreyPng } from '../../../src/formats/encode-png.ts';
import { sharp } from '../../../src/formats/sharp.ts';
import { handMadeTiff } from '../hand-made-tiff.ts';
import { decodeOne } from '../scan-file.ts';
import { bytesOf, grey8, grey16, readings8, readings16 } from './grey-readings.ts';

const LAYOUTS = [
  ['PNG', () => grey16(53, 31).png(), () => grey8(53, 31).png()],
  ['interlaced PNG', () => grey16(53, 31).png({ progressive: true }), () => grey8(53, 31).png({ progressive: true })],
  [
    'uncompressed TIFF',
    () => grey16(53, 31).tiff({ compression: 'none' }),
    () => grey8(53, 31).tiff({ compression: 'none' }),
  ],
  [
    'deflate TIFF',
    () => grey16(53, 31).tiff({ compression: 'deflate' }),
    () => grey8(53, 31).tiff({ compression: 'deflate' }),
  ],
  [
    'LZW TIFF with predictor',
    () => grey16(53, 31).tiff({ compression: 'lzw', predictor: 'horizontal' }),
    () => grey8(53, 31).tiff({ compression: 'lzw', predictor: 'horizontal' }),
  ],
  [
    'tiled TIFF',
    () => grey16(53, 31).tiff({ tile: true, compression: 'lzw' }),
    () => grey8(53, 31).tiff({ tile: true, compression: 'lzw' }),
  ],
] as const;

describe('readings', () => {
  it.each(LAYOUTS)('come out of a 16-bit %s as they went in, without a flag', async (_, write16) => {
    const view = await decodeOne(await write16().toBuffer());
    expect(view.planes.high).toEqual({ widthPx: 53, heightPx: 31, bitDepth: 16, samples: readings16(53, 31) });
    expect(view.flags).toEqual([]);
  });

  it.each(LAYOUTS)(
    'come out of an 8-bit %s as they went in, with the gamma said to be unknown',
    async (_, __, write8) => {
      const view = await decodeOne(await write8().toBuffer());
      expect(view.planes.high).toEqual({ widthPx: 53, heightPx: 31, bitDepth: 8, samples: readings8(53, 31) });
      expect(view.flags).toEqual(['unknown-gamma']);
    },
  );

  it.each([
    [1, 1],
    [1, 700],
    [53, 931],
    [4101, 1216],
  ])('survive any size: %i×%i', async (widthPx, heightPx) => {
    const samples = readings16(widthPx, heightPx);
    const png = await encodeGreyPng({ widthPx, heightPx, bitDepth: 16, samples });
    const { planes } = await decodeOne(png);
    expect(planes.high?.widthPx).toBe(widthPx);
    expect(planes.high?.heightPx).toBe(heightPx);
    expect(Buffer.compare(bytesOf(planes.high?.samples ?? new Uint16Array()), bytesOf(samples))).toBe(0);
  });

  it('survive encoding and decoding whatever they are', async () => {
    const planes = fc.integer({ min: 1, max: 24 }).chain((widthPx) =>
      fc.uint16Array({ minLength: widthPx, maxLength: widthPx * 9 }).map((all) => {
        const heightPx = Math.floor(all.length / widthPx);
        return { widthPx, heightPx, bitDepth: 16 as const, samples: all.slice(0, widthPx * heightPx) };
      }),
    );
    await fc.assert(
      fc.asyncProperty(planes, async (plane) => {
        expect((await decodeOne(await encodeGreyPng(plane))).planes.high).toEqual(plane);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('of a min-is-white TIFF are turned round, in both depths', async () => {
    const page = { widthPx: 3, heightPx: 1, photometric: 0 } as const;
    const deep = handMadeTiff([{ ...page, bits: 16, data: bytesOf(Uint16Array.from([0, 1, 65_535])) }]);
    expect((await decodeOne(deep)).planes.high?.samples).toEqual(Uint16Array.from([65_535, 65_534, 0]));
    const shallow = handMadeTiff([{ ...page, bits: 8, data: Uint8Array.from([0, 1, 255]) }]);
    expect((await decodeOne(shallow)).planes.high?.samples).toEqual(Uint8Array.from([255, 254, 0]));
  });

  it('of a TIFF with private tags and a preview are those of the full page', async () => {
    const preview = { widthPx: 1, heightPx: 1, bits: 8, data: Uint8Array.from([9]), shorts: { 254: 1 } };
    const full = {
      widthPx: 2,
      heightPx: 1,
      bits: 16,
      data: bytesOf(Uint16Array.from([500, 60_000])),
      shorts: { 65000: 3 },
    };
    const { planes } = await decodeOne(handMadeTiff([preview, full]));
    expect(planes).toEqual({
      high: { widthPx: 2, heightPx: 1, bitDepth: 16, samples: Uint16Array.from([500, 60_000]) },
    });
  });

  it('of a PNG are not bent by a colour profile', async () => {
    const samples = Uint8Array.from([10, 100, 200]);
    const rgb = Uint8Array.from([...samples].flatMap((value) => [value, value, value]));
    const png = await sharp(rgb, { raw: { width: 3, height: 1, channels: 3 } })
      .png()
      .toBuffer();
    const profiled = await sharp(png).withIccProfile('p3').png().toBuffer();
    const stored = await sharp(profiled, { ignoreIcc: true }).extractChannel(1).raw().toBuffer();
    expect((await sharp(profiled).metadata()).hasProfile).toBe(true);
    expect((await decodeOne(profiled)).planes.high?.samples).toEqual(new Uint8Array(stored));
  });
});
