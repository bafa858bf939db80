import { deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A PNG chunk with its checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

export interface PlainPng {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: number;
  readonly colourType: number;
  /** Unfiltered rows, each without its filter byte. */
  readonly rows: Uint8Array;
  readonly chunks?: readonly Buffer[];
}

/** Writes a PNG by hand: no filter, no library. */
export function writePlainPng(png: PlainPng): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(png.widthPx, 0);
  header.writeUInt32BE(png.heightPx, 4);
  header[8] = png.bits;
  header[9] = png.colourType;
  const rowBytes = png.rows.length / png.heightPx;
  const filtered = Buffer.alloc((rowBytes + 1) * png.heightPx);
  for (let y = 0; y < png.heightPx; y++) {
    filtered.set(png.rows.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(SIGNATURE),
      pngChunk('IHDR', header),
      ...(png.chunks ?? []),
      pngChunk('IDAT', deflateSync(filtered)),
      pngChunk('IEND', new Uint8Array()),
    ]),
  );
}

/** Reads a 16-bit grey PNG by the specification alone, as an oracle that shares no code with libvips. */
export function readGrey16Png(bytes: Uint8Array): Uint16Array {
  const file = Buffer.from(bytes);
  const widthPx = file.readUInt32BE(16);
  const heightPx = file.readUInt32BE(20);
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
    }
  }
  const data = inflateSync(Buffer.concat(parts));
  const rowBytes = widthPx * 2;
  const samples = new Uint16Array(widthPx * heightPx);
  let above = new Uint8Array(rowBytes);
  for (let y = 0; y < heightPx; y++) {
    const start = y * (rowBytes + 1);
    const row = Uint8Array.from(data.subarray(start + 1, start + 1 + rowBytes));
    for (let i = 0; i < rowBytes; i++) {
      const a = i < 2 ? 0 : (row[i - 2] ?? 0);
      const b = above[i] ?? 0;
      const c = i < 2 ? 0 : (above[i - 2] ?? 0);
      row[i] = (row[i] ?? 0) + predict(data[start] ?? 0, a, b, c);
    }
    for (let x = 0; x < widthPx; x++) samples[y * widthPx + x] = ((row[2 * x] ?? 0) << 8) | (row[2 * x + 1] ?? 0);
    above = row;
  }
  return samples;
}

function predict(filter: number, a: number, b: number, c: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return a;
  if (filter === 2) return b;
  if (filter === 3) return (a + b) >> 1;
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

// `zlib.crc32` is not in every Node that is supported.
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
