import { sharp } from '../../../src/formats/sharp.ts';

/** Readings that use all 16 bits and repeat nowhere near. */
export function readings16(widthPx: number, heightPx: number): Uint16Array {
  return Uint16Array.from({ length: widthPx * heightPx }, (_, i) => Math.imul(i + 1, 40_503));
}

/** The same in 8 bits: the upper half of each. */
export function readings8(widthPx: number, heightPx: number): Uint8Array {
  return Uint8Array.from(readings16(widthPx, heightPx), (reading) => reading >> 8);
}

/** A grey picture of them, for sharp to write in any format. */
export function grey16(widthPx: number, heightPx: number) {
  const samples = readings16(widthPx, heightPx);
  return sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('grey16');
}

/** The same with 8 bits. */
export function grey8(widthPx: number, heightPx: number) {
  const samples = readings8(widthPx, heightPx);
  return sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w');
}

/** Samples as they lie in memory. */
export function bytesOf(samples: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
