import { describe, expect, it } from 'vitest';
import { DEFAULT_DECODE_LIMITS } from '../../src/formats/decode-limits.ts';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { readHeader } from '../../src/formats/read-header.ts';
import { sharp } from '../../src/formats/sharp.ts';
import { handMadeTiff } from './hand-made-tiff.ts';
import { pngChunk, writePlainPng } from './plain-png.ts';
import { decodeOne, expectFailure, expectValue, scanFile } from './scan-file.ts';

const text = (content: string) => Buffer.from(content, 'latin1');
const PIXEL = { raw: { width: 8, height: 8, channels: 3 } } as const;
const picture = () =>
  sharp(
    new Uint8Array(192).map((_, i) => i),
    PIXEL,
  );

async function refusalOf(bytes: Uint8Array, limits = {}): Promise<string> {
  return expectFailure(await decodeScan([scanFile(bytes)], limits));
}

function ihdr(widthPx: number, heightPx: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header[8] = 16;
  return Buffer.concat([text('\x89PNG\r\n\x1a\n'), pngChunk('IHDR', header), pngChunk('IDAT', new Uint8Array(9))]);
}

describe('content that is no scan is refused by name', () => {
  it.each([
    ['nothing', new Uint8Array(), /0 bytes/],
    ['a Git LFS pointer', text('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n'), /git lfs pull/],
    ['text', text('0 1 2 3\n4 5 6 7\n'), /is text/],
    ['a web page', text('<!DOCTYPE html><html></html>'), /web page/],
    ['SVG', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), /SVG/],
    ['PDF', text('%PDF-1.7\n1 0 obj'), /PDF/],
    ['a ZIP archive', text('PK\x03\x04\x14\0'), /ZIP/],
    ['BigTIFF', text('II+\0\x08\0\0\0'), /BigTIFF/],
    ['noise', Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256), /no known picture/],
  ])('%s', async (_, bytes, message) => {
    const refusal = await refusalOf(bytes);
    expect(refusal).toMatch(/^unreadable-scan: side: /);
    expect(refusal).toMatch(message);
  });

  it('GIF and WebP, whole and valid as they are, never reach a decoder', async () => {
    expect(await refusalOf(await picture().gif().toBuffer())).toMatch(/^unreadable-scan: .*GIF/);
    expect(await refusalOf(await picture().webp().toBuffer())).toMatch(/^unreadable-scan: .*WebP/);
  });

  it('DICOM, as a type that is not read yet', async () => {
    expect(await refusalOf(Buffer.concat([Buffer.alloc(128), text('DICM\x02\0')]))).toMatch(
      /^unsupported-media-type: side: .*not read yet/,
    );
  });

  it.each(['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'P5 1 1 255 A'])(
    'libvips itself has no loader left for %s',
    async (content) => {
      await expect(sharp(text(content)).metadata()).rejects.toThrow(/unsupported image format/);
    },
  );
});

describe('pictures that hold no readings are refused by name', () => {
  const page = { widthPx: 2, heightPx: 1, bits: 16, data: new Uint8Array(8) } as const;
  it.each([
    ['signed TIFF', { ...page, sampleFormat: 2 }, /signed integers.*unsigned 16-bit/],
    ['floating-point TIFF', { ...page, bits: 32, sampleFormat: 3 }, /floating point/],
    ['32-bit TIFF', { ...page, bits: 32 }, /32 bits a sample/],
    ['1-bit TIFF', { ...page, bits: 1 }, /1 bit a sample/],
    ['4-bit TIFF of a palette', { ...page, bits: 4, photometric: 3 }, /palette of unusual depth.*16-bit grey/],
    ['CMYK TIFF', { ...page, bits: 8, channels: 4, photometric: 5 }, /CMYK/],
    ['JPEG inside TIFF', { ...page, bits: 8, compression: 7 }, /compression 7.*deflate or LZW/],
    ['interleaved energies in TIFF', { ...page, channels: 2 }, /2 channels of grey.*a page of its own/],
    ['TIFF without a size', { ...page, widthPx: 0 }, /no size/],
  ])('%s', async (_, tiffPage, message) => {
    const refusal = await refusalOf(handMadeTiff([tiffPage]));
    expect(refusal).toMatch(/^unreadable-scan: side: Page 1 of the TIFF /);
    expect(refusal).toMatch(message);
  });

  it('CMYK JPEG', async () => {
    expect(await refusalOf(await picture().toColourspace('cmyk').jpeg().toBuffer())).toMatch(
      /^unreadable-scan: .*CMYK/,
    );
  });

  it('lossless and 12-bit JPEG', async () => {
    const frame = (marker: number, bits: number) =>
      Uint8Array.from([0xff, 0xd8, 0xff, marker, 0, 11, bits, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    expect(await refusalOf(frame(0xc3, 8))).toMatch(/lossless/);
    expect(await refusalOf(frame(0xc1, 12))).toMatch(/12 bits/);
  });
});

describe('what would cost too much is refused before a pixel is decoded', () => {
  it('a PNG that claims more pixels than its bytes can hold', async () => {
    expect(await refusalOf(ihdr(7000, 8000))).toMatch(/^unreadable-scan: .*7000×8000.*decompression bomb/);
  });

  it('a picture beyond the pixel limit, whatever its format', async () => {
    const png = await picture().png().toBuffer();
    const jpeg = await picture().jpeg().toBuffer();
    const tiff = handMadeTiff([{ widthPx: 8, heightPx: 8, bits: 8, data: new Uint8Array(64) }]);
    for (const bytes of [png, jpeg, tiff]) {
      expect(await refusalOf(bytes, { maxViewPixels: 63 })).toMatch(
        /^unreadable-scan: .*8×8 pixels, more than the limit of 63/,
      );
      expect((await decodeScan([scanFile(bytes)], { maxViewPixels: 64 })).ok).toBe(true);
    }
    const vast = handMadeTiff([{ widthPx: 2 ** 31, heightPx: 2 ** 31, bits: 16, data: new Uint8Array(8) }]);
    expect(await refusalOf(vast)).toMatch(`more than the limit of ${DEFAULT_DECODE_LIMITS.maxViewPixels}`);
  });

  it('a line of pixels, wide or high, which costs what no view of two sides does', async () => {
    const strip = (widthPx: number, heightPx: number) =>
      handMadeTiff([{ widthPx, heightPx, bits: 8, data: new Uint8Array(widthPx * heightPx) }]);
    for (const bytes of [strip(100_001, 1), strip(1, 100_001)]) {
      expect(await refusalOf(bytes)).toMatch(/^unreadable-scan: .*no side may be longer than 100000/);
    }
    expect((await decodeScan([scanFile(strip(100_000, 1))])).ok).toBe(true);
  });

  it('a view whose samples take too much memory, by channels, depth and passes', async () => {
    const deep = () => picture().toColourspace('rgb16');
    const alpha = () => deep().ensureAlpha();
    const planes = { widthPx: 8, heightPx: 8, bits: 16, channels: 3, photometric: 2, data: new Uint8Array(384) };
    const scanOfOne = text('\xff\xda\0\x08\x01\x01\0\0?\0');
    const jpeg = await picture().jpeg().toBuffer();
    const scanAt = jpeg.indexOf(Buffer.from([0xff, 0xda]));
    const inScans = Buffer.concat([jpeg.subarray(0, scanAt), scanOfOne, jpeg.subarray(scanAt + 14)]);
    const bytesOf = [
      [await picture().toColourspace('b-w').png().toBuffer(), 64],
      [await picture().toColourspace('b-w').png({ progressive: true }).toBuffer(), 2 * 64],
      [await picture().png({ palette: true }).toBuffer(), 3 * 64],
      [await deep().png().toBuffer(), 3 * 2 * 64],
      [await alpha().png().toBuffer(), 3 * 2 * 64],
      [await alpha().png({ progressive: true }).toBuffer(), (3 + 4) * 2 * 64],
      [await alpha().tiff({ compression: 'lzw' }).toBuffer(), 3 * 2 * 64],
      [handMadeTiff([{ ...planes, shorts: { 284: 2 } }]), (3 + 3) * 2 * 64],
      [handMadeTiff([planes]), 3 * 2 * 64],
      [jpeg, 3 * 64],
      [await picture().jpeg({ progressive: true }).toBuffer(), 3 * (1 + 2) * 64],
      [inScans, 3 * (1 + 2) * 64],
    ] as const;
    for (const [bytes, decodeBytes] of bytesOf) {
      const header = expectValue(readHeader(bytes));
      expect(header.pages[0].decodeBytes).toBe(decodeBytes);
      expect(await refusalOf(bytes, { maxDecodeBytes: decodeBytes - 1 })).toMatch(
        /^unreadable-scan: .*while it is decoded.*save it as grey, without interlacing/,
      );
    }
  });

  it('an interlaced PNG of 16-bit colours and alpha, of fewer pixels than the limit', async () => {
    const header = Buffer.from(ihdr(8000, 7400));
    header[25] = 6;
    header[28] = 1;
    const png = Buffer.concat([header, Buffer.alloc(460_000)]);
    expect(await refusalOf(png)).toMatch(/^unreadable-scan: View side takes 829 MB .*more than the limit of 360/);
  });

  it('a scan of many views, each within the limit', async () => {
    const bytes = await picture().png().toBuffer();
    const files = ['a', 'b', 'c'].map((view) => scanFile(bytes, { view }));
    expect(expectFailure(await decodeScan(files, { maxScanPixels: 191 }))).toMatch(
      /^unreadable-scan: .*192 pixels together/,
    );
    expect((await decodeScan(files, { maxScanPixels: 192 })).ok).toBe(true);
  });

  it('a TIFF whose pages run in a circle', async () => {
    const tiff = Buffer.from(handMadeTiff([{ widthPx: 2, heightPx: 1, bits: 8, data: new Uint8Array(2) }]));
    const directoryAt = tiff.readUInt32LE(4);
    tiff.writeUInt32LE(directoryAt, directoryAt + 2 + tiff.readUInt16LE(directoryAt) * 12);
    expect(await refusalOf(tiff)).toMatch(/^unreadable-scan: .*circle/);
  });

  it('a TIFF whose tags a decoder could take for something else than was checked', async () => {
    const SIGNED_SHORT = 8;
    const page = { widthPx: 2, heightPx: 1, bits: 16, data: new Uint8Array(4) };
    const entryOf = (tiff: Buffer, tag: number) => {
      const at = tiff.readUInt32LE(4) + 2;
      const count = tiff.readUInt16LE(at - 2);
      const entries = Array.from({ length: count }, (_, i) => at + i * 12);
      return entries.find((entry) => tiff.readUInt16LE(entry) === tag) ?? Number.NaN;
    };
    const floats = Buffer.from(handMadeTiff([{ ...page, sampleFormat: 3 }]));
    floats.writeUInt16LE(SIGNED_SHORT, entryOf(floats, 339) + 2);
    expect(await refusalOf(floats)).toMatch(/^unreadable-scan: .*tag 339 in a form that is not read/);
    const twice = Buffer.from(handMadeTiff([page]));
    twice.writeUInt16LE(258, entryOf(twice, 259));
    expect(await refusalOf(twice)).toMatch(/^unreadable-scan: .*tag 258 twice/);
  });
});

describe('a file that was cut off is refused at every length', () => {
  const samples = new Uint16Array(64 * 64).map((_, i) => Math.imul(i, 40_503));
  const grey16 = () => sharp(samples, { raw: { width: 64, height: 64, channels: 1 } }).toColourspace('grey16');
  it.each([
    ['PNG', () => grey16().png()],
    ['TIFF', () => grey16().tiff({ compression: 'lzw' })],
    ['uncompressed TIFF', () => grey16().tiff({ compression: 'none' })],
    ['JPEG', () => picture().resize(64, 64).jpeg()],
  ])('%s', async (_, write) => {
    const whole = await write().toBuffer();
    expect((await decodeScan([scanFile(whole)])).ok).toBe(true);
    for (let share = 0; share < 0.95; share += 0.05) {
      const cut = whole.subarray(0, Math.floor(whole.length * share));
      expect(await refusalOf(cut)).toMatch(/^unreadable-scan: side: /);
    }
  });

  it('yet bytes after the end do no harm', async () => {
    const png = writePlainPng({ widthPx: 1, heightPx: 1, bits: 8, colourType: 0, rows: Uint8Array.from([77]) });
    const view = await decodeOne(Buffer.concat([png, Buffer.alloc(100, 1)]));
    expect(view.planes.high?.samples).toEqual(Uint8Array.from([77]));
  });
});
