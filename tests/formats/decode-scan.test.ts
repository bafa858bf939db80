import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { sharp } from '../../src/formats/sharp.ts';
import { handMadeTiff } from './hand-made-tiff.ts';
import { pngChunk, writePlainPng } from './plain-png.ts';
import { decodeOne, expectFailure, expectValue, scanFile } from './scan-file.ts';

/** Readings that use all 16 bits and repeat nowhere near. */
function readings16(widthPx: number, heightPx: number): Uint16Array {
  return Uint16Array.from({ length: widthPx * heightPx }, (_, i) => Math.imul(i + 1, 40_503));
}

function readings8(widthPx: number, heightPx: number): Uint8Array {
  return Uint8Array.from(readings16(widthPx, heightPx), (reading) => reading >> 8);
}

function grey16(widthPx: number, heightPx: number) {
  const samples = readings16(widthPx, heightPx);
  return sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('grey16');
}

function grey8(widthPx: number, heightPx: number) {
  const samples = readings8(widthPx, heightPx);
  return sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w');
}

function bytesOf(samples: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

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

describe('pictures made for display', () => {
  const colours = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 80, 80, 80]);
  const rgb = { raw: { width: 4, height: 1, channels: 3 } } as const;
  const luminances = Uint8Array.from([76, 150, 29, 80]);

  it('become BT.601 luminance, flagged', async () => {
    const view = await decodeOne(await sharp(colours, rgb).png().toBuffer());
    expect(view.planes.high?.samples).toEqual(luminances);
    expect(view.flags).toEqual(['display-image', 'unknown-gamma']);
  });

  it('become luminance from a palette', async () => {
    const view = await decodeOne(await sharp(colours, rgb).png({ palette: true }).toBuffer());
    expect(view.planes.high?.samples).toEqual(luminances);
    expect(view.flags).toContain('display-image');
  });

  it('become luminance with 16 bits, where gamma may well be known', async () => {
    const deep = Uint16Array.from([65_535, 0, 0, 1000, 1000, 1000]);
    const png = await sharp(deep, { raw: { width: 2, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const view = await decodeOne(png);
    expect(view.planes.high).toEqual({
      widthPx: 2,
      heightPx: 1,
      bitDepth: 16,
      samples: Uint16Array.from([19_595, 1000]),
    });
    expect(view.flags).toEqual(['display-image']);
  });

  it('lose their alpha channel; the readings beneath stand', async () => {
    const rgba = Uint8Array.from([255, 0, 0, 0, 90, 90, 90, 128]);
    const view = await decodeOne(
      await sharp(rgba, { raw: { width: 2, height: 1, channels: 4 } })
        .png()
        .toBuffer(),
    );
    expect(view.planes.high?.samples).toEqual(Uint8Array.from([76, 90]));
    const greyAlpha = writePlainPng({
      widthPx: 2,
      heightPx: 1,
      bits: 8,
      colourType: 4,
      rows: Uint8Array.from([7, 0, 9, 255]),
    });
    const grey = await decodeOne(greyAlpha);
    expect(grey.planes.high?.samples).toEqual(Uint8Array.from([7, 9]));
    expect(grey.flags).toContain('display-image');
  });

  it('are RGB pictures even where every colour is grey', async () => {
    const grey = Uint8Array.from([9, 9, 9, 200, 200, 200]);
    const view = await decodeOne(
      await sharp(grey, { raw: { width: 2, height: 1, channels: 3 } })
        .png()
        .toBuffer(),
    );
    expect(view.planes.high?.samples).toEqual(Uint8Array.from([9, 200]));
    expect(view.flags).toEqual(['display-image', 'unknown-gamma']);
  });

  it('are not what a grey JPEG is, stored with one channel or with three equal ones', async () => {
    const one = await grey8(64, 48).jpeg({ quality: 95 }).toBuffer();
    const direct = await sharp(one).toColourspace('b-w').raw().toBuffer();
    const three = await sharp(one).toColourspace('srgb').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(three).metadata()).channels).toBe(3);
    expect((await decodeOne(one)).planes.high?.samples).toEqual(new Uint8Array(direct));
    expect((await decodeOne(one)).flags).toEqual(['unknown-gamma']);
    expect((await decodeOne(three)).flags).toEqual(['unknown-gamma']);
  });

  it('are what a colour JPEG is', async () => {
    expect((await decodeOne(await sharp(colours, rgb).jpeg().toBuffer())).flags).toEqual([
      'display-image',
      'unknown-gamma',
    ]);
  });

  it('may hold grey of 1, 2 or 4 bits in a PNG, widened to 8', async () => {
    const png = writePlainPng({ widthPx: 2, heightPx: 1, bits: 4, colourType: 0, rows: Uint8Array.from([0x3f]) });
    expect((await decodeOne(png)).planes.high?.samples).toEqual(Uint8Array.from([51, 255]));
  });

  it('have alpha where a tRNS chunk gives a grey PNG some', async () => {
    const chunks = [pngChunk('tRNS', Uint8Array.from([0, 7]))];
    const png = writePlainPng({
      widthPx: 2,
      heightPx: 1,
      bits: 8,
      colourType: 0,
      rows: Uint8Array.from([7, 9]),
      chunks,
    });
    const view = await decodeOne(png);
    expect(view.planes.high?.samples).toEqual(Uint8Array.from([7, 9]));
    expect(view.flags).toContain('display-image');
  });
});

describe('views and energies', () => {
  const page = (value: number, widthPx = 2) => ({
    widthPx,
    heightPx: 1,
    bits: 16,
    data: bytesOf(new Uint16Array(widthPx).fill(value)),
  });

  it('come from the pages of a TIFF: first high, second low', async () => {
    const tiff = handMadeTiff([page(60_000), page(30_000)]);
    const view = await decodeOne(tiff);
    expect(view.planes.high?.samples).toEqual(Uint16Array.from([60_000, 60_000]));
    expect(view.planes.low?.samples).toEqual(Uint16Array.from([30_000, 30_000]));
    expect(view.sha256).toBe(createHash('sha256').update(tiff).digest('hex'));
  });

  it('come from parts in any order, and the hash is that of high followed by low', async () => {
    const [high, low, top] = [handMadeTiff([page(9)]), handMadeTiff([page(5)]), handMadeTiff([page(7, 3)])];
    const views = expectValue(
      await decodeScan([
        scanFile(low, { energy: 'low' }),
        scanFile(top, { view: 'top' }),
        scanFile(high, { energy: 'high' }),
      ]),
    );
    expect(views.map((view) => [view.name, Object.keys(view.planes)])).toEqual([
      ['side', ['high', 'low']],
      ['top', ['high']],
    ]);
    expect(views[0]?.planes.high?.samples[0]).toBe(9);
    expect(views[0]?.sha256).toBe(createHash('sha256').update(high).update(low).digest('hex'));
  });

  it('may be the low energy alone: a technology that needs high then says so', async () => {
    expect(Object.keys((await decodeOne(handMadeTiff([page(5)]), { energy: 'low' })).planes)).toEqual(['low']);
  });

  it('are answered by content and flagged where the declared type is another listed one', async () => {
    const png = await grey16(4, 4).png().toBuffer();
    expect((await decodeOne(png, { declaredType: 'image/jpeg' })).flags).toEqual(['type-mismatch']);
    expect((await decodeOne(png, { declaredType: 'IMAGE/PNG; charset=binary' })).flags).toEqual([]);
    expect((await decodeOne(png, { declaredType: 'application/octet-stream' })).flags).toEqual([]);
    expect(expectFailure(await decodeScan([scanFile(png, { declaredType: 'image/gif' })]))).toMatch(
      /^unsupported-media-type: side: .*image\/gif/,
    );
  });

  it('are refused with cause and cure where parts contradict each other', async () => {
    const tiff = handMadeTiff([page(5)]);
    const two = handMadeTiff([page(5), page(4)]);
    const refusal = async (...files: Parameters<typeof decodeScan>[0]) => expectFailure(await decodeScan(files));
    expect(await refusal()).toMatch(/^malformed-request: .*no file/);
    expect(await refusal(scanFile(tiff), scanFile(tiff))).toMatch(/^malformed-request: .*side was sent twice/);
    expect(await refusal(scanFile(tiff), scanFile(tiff, { energy: 'high' }))).toMatch(
      /^malformed-request: .*side and side.high contradict/,
    );
    expect(await refusal(scanFile(tiff, { view: '../Side' }))).toMatch(/^malformed-request: .*"..\/Side".*lower-case/);
    expect(await refusal(scanFile(two, { energy: 'high' }))).toMatch(/^unreadable-scan: side.high: .*two pages/);
    expect(
      await refusal(scanFile(tiff, { energy: 'high' }), scanFile(handMadeTiff([page(1, 3)]), { energy: 'low' })),
    ).toMatch(/^unreadable-scan: .*2×1 and 3×1/);
    const shallow = handMadeTiff([{ ...page(1), bits: 8, data: Uint8Array.from([1, 2]) }]);
    expect(await refusal(scanFile(tiff, { energy: 'high' }), scanFile(shallow, { energy: 'low' }))).toMatch(
      /differ in depth/,
    );
    expect(await refusal(scanFile(handMadeTiff([page(1), page(2), page(3)])))).toMatch(
      /^unreadable-scan: side: .*3 pages/,
    );
    expect(await refusal(scanFile(handMadeTiff([page(1), page(2, 3)])))).toMatch(/differ in size/);
  });
});
