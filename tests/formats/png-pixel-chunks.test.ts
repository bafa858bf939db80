import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pngPixelChunks } from '../../src/formats/png-pixel-chunks.ts';
import { pngChunk, writePlainPng } from './plain-png.ts';
import { decodeOne } from './scan-file.ts';

const PIXELS = { widthPx: 2, heightPx: 1, bits: 8, colourType: 3, rows: Uint8Array.from([1, 0]) } as const;
const PALETTE = pngChunk('PLTE', Uint8Array.from([10, 10, 10, 200, 200, 200]));
const TRANSPARENCY = pngChunk('tRNS', Uint8Array.from([255, 0]));
const inflatesTo = (bytes: number) => deflateSync(Buffer.alloc(bytes, 'A'));
const text = (content: Uint8Array) => pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), content]));
const OTHERS = [
  text(inflatesTo(1000)),
  pngChunk('iCCP', Buffer.concat([Buffer.from('profile\0\0'), inflatesTo(1000)])),
  pngChunk('pHYs', Uint8Array.from([0, 0, 1, 0, 0, 0, 1, 0, 1])),
  pngChunk('gAMA', Uint8Array.from([0, 0, 0x58, 0xcb])),
  pngChunk('prVt', new Uint8Array(3)),
];
const RADIOGRAPH = { widthPx: 2, heightPx: 1, bits: 16, colourType: 0, rows: Uint8Array.from([1, 2, 3, 4]) } as const;

describe('the chunks of a PNG that decide no pixel', () => {
  it('are left out, wherever they stand before the pixels', () => {
    const [first, second, ...others] = OTHERS;
    const chunks = [first, PALETTE, second, TRANSPARENCY, ...others].filter((chunk) => chunk !== undefined);
    const bare = writePlainPng({ ...PIXELS, chunks: [PALETTE, TRANSPARENCY] });
    expect(pngPixelChunks(writePlainPng({ ...PIXELS, chunks }))).toEqual(bare);
  });

  it('change no reading', async () => {
    const bare = await decodeOne(writePlainPng(RADIOGRAPH));
    const view = await decodeOne(writePlainPng({ ...RADIOGRAPH, chunks: OTHERS }));
    expect(view.planes).toEqual(bare.planes);
    expect(view.flags).toEqual(bare.flags);
  });

  it('cost no copy where there are none', () => {
    const bare = writePlainPng({ ...PIXELS, chunks: [PALETTE] });
    expect(pngPixelChunks(bare)).toBe(bare);
  });

  it('cost no memory, however far they would inflate', async () => {
    const chunks = new Array(8).fill(text(inflatesTo(8_000_000)));
    const beforeKb = process.resourceUsage().maxRSS;
    expect((await decodeOne(writePlainPng({ ...RADIOGRAPH, chunks }))).planes.high?.samples).toEqual(
      Uint16Array.from([0x0102, 0x0304]),
    );
    expect(process.resourceUsage().maxRSS - beforeKb).toBeLessThan(150_000);
  });

  it('are left to libpng from the first that is broken', () => {
    const critical = pngChunk('ABCD', new Uint8Array(2));
    const noLetters = pngChunk('a1CD', new Uint8Array(2));
    const kept = writePlainPng({ ...PIXELS, chunks: [critical, noLetters] });
    expect(pngPixelChunks(kept)).toBe(kept);
    const endless = Buffer.concat([Uint8Array.from([0x7f, 0xff, 0xff, 0xff]), Buffer.from('tEXtabcd')]);
    const bare = writePlainPng({ ...PIXELS, chunks: [endless] });
    expect(pngPixelChunks(writePlainPng({ ...PIXELS, chunks: [...OTHERS, endless] }))).toEqual(bare);
  });
});
