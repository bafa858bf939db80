import { describe, expect, it } from 'vitest';
import { sharp } from '../../../src/formats/sharp.ts';
import { pngChunk, writePlainPng } from '../plain-png.ts';
import { decodeOne } from '../scan-file.ts';
import { grey8 } from './grey-readings.ts';

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
