import { describe, expect, it } from 'vitest';
import { encodeGreyPng, encodeRgbPng } from '../../src/formats/encode-png.ts';
import { sharp } from '../../src/formats/sharp.ts';
import { readGrey16Png } from './plain-png.ts';

describe('encodeGreyPng', () => {
  it('writes 16 bits that a reader without libvips finds again', async () => {
    const samples = Uint16Array.from({ length: 37 * 11 }, (_, i) => Math.imul(i, 40_503));
    const png = await encodeGreyPng({ widthPx: 37, heightPx: 11, bitDepth: 16, samples });
    expect(readGrey16Png(png)).toEqual(samples);
  });

  it('writes 8 bits as one channel of 8 bits', async () => {
    const samples = Uint8Array.from([0, 1, 128, 255]);
    const png = await encodeGreyPng({ widthPx: 2, heightPx: 2, bitDepth: 8, samples });
    expect(await sharp(png).metadata()).toMatchObject({ channels: 1, depth: 'uchar', isPalette: false });
    expect(new Uint8Array(await sharp(png).toColourspace('b-w').raw().toBuffer())).toEqual(samples);
  });

  it('takes a plane that is a window into larger memory', async () => {
    const samples = Uint16Array.from([1, 2, 3, 60_000, 5, 6]).subarray(2, 4);
    expect(readGrey16Png(await encodeGreyPng({ widthPx: 2, heightPx: 1, bitDepth: 16, samples }))).toEqual(
      Uint16Array.from([3, 60_000]),
    );
  });

  it('gives bytes that may be moved to another thread alone', async () => {
    const png = await encodeGreyPng({ widthPx: 1, heightPx: 1, bitDepth: 8, samples: Uint8Array.from([7]) });
    expect(png.buffer.byteLength).toBe(png.byteLength);
    const { length } = png;
    expect(structuredClone(png, { transfer: [png.buffer] }).length).toBe(length);
  });
});

describe('encodeRgbPng', () => {
  it('keeps every colour', async () => {
    const rgb = Uint8Array.from([255, 0, 3, 9, 9, 9]);
    const png = await encodeRgbPng({ widthPx: 2, heightPx: 1, rgb });
    expect(new Uint8Array(await sharp(png).raw().toBuffer())).toEqual(rgb);
  });
});
