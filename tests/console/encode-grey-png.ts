import { deflateSync } from 'node:zlib';
import type { Plane } from '../../src/domain/scan/plane.ts';

function chunk(name: string, data: Uint8Array): Buffer {
  const frame = Buffer.alloc(12 + data.length);
  frame.writeUInt32BE(data.length, 0);
  frame.write(name, 4, 'latin1');
  frame.set(data, 8);
  return frame;
}

/** The filters of the PNG specification, section 9.2, written from its formulas: raw bytes in, filtered bytes out. */
function predict(filter: number, left: number, up: number, upLeft: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return Math.floor((left + up) / 2);
  if (filter === 4) {
    const estimate = left + up - upLeft;
    const nearest = Math.min(...[left, up, upLeft].map((value) => Math.abs(estimate - value)));
    return [left, up, upLeft].find((value) => Math.abs(estimate - value) === nearest) ?? 0;
  }
  return 0;
}

/** A grey PNG whose row y uses the filter `filters[y % filters.length]`; the checksums are left zero. */
export function encodeGreyPng(plane: Plane, filters: readonly number[], colourType = 0): Uint8Array<ArrayBuffer> {
  const { widthPx, heightPx, bitDepth, samples } = plane;
  const bytesPerPixel = bitDepth / 8;
  const rowBytes = widthPx * bytesPerPixel;
  const raw = Buffer.alloc(heightPx * rowBytes);
  samples.forEach((sample, index) => {
    if (bitDepth === 16) raw.writeUInt16BE(sample, index * 2);
    else raw.writeUInt8(sample, index);
  });
  const at = (y: number, i: number) => (y < 0 || i < 0 ? 0 : (raw[y * rowBytes + i] ?? 0));
  const filtered = Buffer.alloc(heightPx * (rowBytes + 1));
  for (let y = 0; y < heightPx; y++) {
    const filter = filters[y % filters.length] ?? 0;
    filtered[y * (rowBytes + 1)] = filter;
    for (let i = 0; i < rowBytes; i++) {
      const guess = predict(filter, at(y, i - bytesPerPixel), at(y - 1, i), at(y - 1, i - bytesPerPixel));
      filtered[y * (rowBytes + 1) + 1 + i] = at(y, i) - guess;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header[8] = bitDepth;
  header[9] = colourType;
  const compressed = deflateSync(filtered);
  const middle = Math.ceil(compressed.length / 2);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('tEXt', Buffer.from('Comment\0skipped', 'latin1')),
      chunk('IDAT', compressed.subarray(0, middle)),
      chunk('IDAT', compressed.subarray(middle)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}
