import { describe, expect, it } from 'vitest';
import { sharp } from '../../src/formats/sharp.ts';
import { tiffPixelTags } from '../../src/formats/tiff-pixel-tags.ts';
import { type HandMadePage, handMadeTiff } from './hand-made-tiff.ts';
import { decodeOne } from './scan-file.ts';

const DESCRIPTION = 270;
const SOFTWARE = 305;
const PRIVATE = 65_000;
const PAGE: HandMadePage = { widthPx: 2, heightPx: 1, bits: 16, data: Uint8Array.from([1, 2, 3, 4]) };
const READINGS = Uint16Array.from([0x0201, 0x0403]);
const heavy = new Uint8Array(2_000_001).fill(65, 0, -1);

describe('the tags of a TIFF that decide no pixel', () => {
  it.each([
    [
      'a description, for which libtiff has no room left',
      { [DESCRIPTION]: new Uint8Array(30_000_000).fill(65, 0, -1) },
    ],
    ['one that libtiff has no room for', { [PRIVATE]: new Uint8Array(60_000_000) }],
  ])('stop nothing, be it %s', async (_, texts) => {
    expect((await decodeOne(handMadeTiff([{ ...PAGE, texts }]))).planes.high?.samples).toEqual(READINGS);
  });

  it('are left out where they are heavy, on every page, and change no reading', async () => {
    const texts = { [SOFTWARE]: heavy, [DESCRIPTION]: heavy };
    const low = { ...PAGE, data: Uint8Array.from([5, 6, 7, 8]), texts };
    const tiff = handMadeTiff([{ ...PAGE, texts, shorts: { 266: 1, 274: 6 } }, low]);
    const { planes } = await decodeOne(tiff);
    expect(planes.high?.samples).toEqual(READINGS);
    expect(planes.low?.samples).toEqual(Uint16Array.from([0x0605, 0x0807]));
    const { pages, orientation } = await sharp(tiffPixelTags(tiff)).metadata();
    expect({ pages, orientation }).toEqual({ pages: 2, orientation: 1 });
  });

  it.each(['none', 'deflate', 'lzw'] as const)(
    'leave layouts as they are: tiles, predictors, %s',
    async (compression) => {
      const samples = Uint16Array.from({ length: 64 * 48 }, (_, i) => Math.imul(i + 1, 40_503));
      const grey = sharp(samples, { raw: { width: 64, height: 48, channels: 1 } }).toColourspace('grey16');
      const remarks = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${' '.repeat(2_000_000)}</x:xmpmeta>`;
      for (const tile of [false, true]) {
        const options = { compression, tile, predictor: 'horizontal', bigtiff: false } as const;
        const tiff = await grey.clone().withXmp(remarks).tiff(options).toBuffer();
        expect(tiffPixelTags(tiff)).not.toBe(tiff);
        expect((await decodeOne(tiff)).planes.high?.samples).toEqual(samples);
      }
    },
  );

  it('cost no copy where they are few', () => {
    const tiff = handMadeTiff([{ ...PAGE, texts: { [SOFTWARE]: Buffer.from('Scanner 1.0\0') } }]);
    expect(tiffPixelTags(tiff)).toBe(tiff);
  });

  it('are not read behind the pages that are walked', async () => {
    const preview = { ...PAGE, shorts: { 254: 1 } };
    const tiff = handMadeTiff([PAGE, ...new Array<HandMadePage>(30).fill(preview)]);
    expect((await sharp(tiffPixelTags(tiff)).metadata()).pages).toBe(16);
    expect((await decodeOne(tiff)).planes.high?.samples).toEqual(READINGS);
  });
});
