import type { Outcome } from '../domain/failure.ts';
import type { Plane } from '../domain/scan/plane.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

interface Header {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitDepth: number;
  readonly colourType: number;
  readonly interlace: number;
}

function unreadable(message: string): Outcome<never> {
  return { ok: false, failure: { code: 'unreadable-scan', message } };
}

function readHeader(data: DataView): Header {
  return {
    widthPx: data.getUint32(0),
    heightPx: data.getUint32(4),
    bitDepth: data.getUint8(8),
    colourType: data.getUint8(9),
    interlace: data.getUint8(12),
  };
}

/** The header and the compressed pixel data of a PNG; null where the file is none or ends too early. */
function readChunks(bytes: Uint8Array<ArrayBuffer>): { header: Header; compressed: Uint8Array<ArrayBuffer>[] } | null {
  if (SIGNATURE.some((byte, index) => bytes[index] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const compressed: Uint8Array<ArrayBuffer>[] = [];
  let header: Header | null = null;
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const start = at + 8;
    if (start + length > bytes.length) return null;
    if (name === 'IHDR' && length >= 13) header = readHeader(new DataView(bytes.buffer, bytes.byteOffset + start, 13));
    if (name === 'IDAT') compressed.push(bytes.subarray(start, start + length));
    if (name === 'IEND') break;
    at = start + length + 4;
  }
  return header === null || compressed.length === 0 ? null : { header, compressed };
}

async function inflate(parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return null;
  }
}

/** The Paeth predictor (PNG specification, section 9.4). */
function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

/** Undoes one row's filter in place; false for a filter that PNG does not know. */
function unfilterRow(filter: number, row: Uint8Array, above: Uint8Array, bytesPerPixel: number): boolean {
  const left = (index: number, of: Uint8Array) => (index < bytesPerPixel ? 0 : (of[index - bytesPerPixel] ?? 0));
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let i = bytesPerPixel; i < row.length; i++) row[i] = (row[i] ?? 0) + (row[i - bytesPerPixel] ?? 0);
      return true;
    case 2:
      for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) + (above[i] ?? 0);
      return true;
    case 3:
      for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) + ((left(i, row) + (above[i] ?? 0)) >> 1);
      return true;
    case 4:
      for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) + paeth(left(i, row), above[i] ?? 0, left(i, above));
      return true;
    default:
      return false;
  }
}

function unfilter(data: Uint8Array, heightPx: number, rowBytes: number, bytesPerPixel: number): boolean {
  let above: Uint8Array = new Uint8Array(rowBytes);
  for (let y = 0; y < heightPx; y++) {
    const at = y * (rowBytes + 1);
    const row = data.subarray(at + 1, at + 1 + rowBytes);
    if (!unfilterRow(data[at] ?? 0, row, above, bytesPerPixel)) return false;
    above = row;
  }
  return true;
}

/**
 * Decodes a grey PNG of 8 or 16 bits to the bit. A browser's own decoder hands out 8 bits only, which would hide what
 * window and level are meant to show. Fails with `unreadable-scan` on anything but a non-interlaced grey PNG.
 */
export async function decodeGreyPng(bytes: Uint8Array<ArrayBuffer>): Promise<Outcome<Plane>> {
  const chunks = readChunks(bytes);
  if (chunks === null) return unreadable('The picture is not a whole PNG file.');
  const { widthPx, heightPx, bitDepth, colourType, interlace } = chunks.header;
  if (colourType !== 0 || interlace !== 0 || (bitDepth !== 8 && bitDepth !== 16)) {
    return unreadable('The picture is not a plain grey PNG of 8 or 16 bits.');
  }
  const bytesPerPixel = bitDepth / 8;
  const rowBytes = widthPx * bytesPerPixel;
  const data = await inflate(chunks.compressed);
  if (data === null || data.length < heightPx * (rowBytes + 1)) return unreadable('The picture ends too early.');
  if (!unfilter(data, heightPx, rowBytes, bytesPerPixel))
    return unreadable('The picture uses a filter unknown to PNG.');

  if (bitDepth === 8) {
    const samples = new Uint8Array(widthPx * heightPx);
    for (let y = 0; y < heightPx; y++) {
      const at = y * (rowBytes + 1) + 1;
      samples.set(data.subarray(at, at + rowBytes), y * widthPx);
    }
    return { ok: true, value: { widthPx, heightPx, bitDepth, samples } };
  }
  const samples = new Uint16Array(widthPx * heightPx);
  for (let y = 0, target = 0; y < heightPx; y++) {
    let at = y * (rowBytes + 1) + 1;
    for (let x = 0; x < widthPx; x++, at += 2) samples[target++] = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
  }
  return { ok: true, value: { widthPx, heightPx, bitDepth, samples } };
}
