import type { Plane } from '../domain/scan/plane.ts';
import { movableBytes } from './movable-bytes.ts';
import { sharp } from './sharp.ts';

// A picture is written while somebody waits for it: level 1 is several times faster than the default and costs some
// ten percent in size.
const FAST = { compressionLevel: 1, adaptiveFiltering: false } as const;
// A sample set is written once and kept: half the size for a few times the work.
const SMALL = { compressionLevel: 6, adaptiveFiltering: true } as const;

/** Writes a plane as a grey PNG of its own bit depth, exact to the bit; `small` is for files that are kept. */
export async function encodeGreyPng(
  plane: Plane,
  packing: 'fast' | 'small' = 'fast',
): Promise<Uint8Array<ArrayBuffer>> {
  const raw = { width: plane.widthPx, height: plane.heightPx, channels: 1 } as const;
  const space = plane.bitDepth === 16 ? 'grey16' : 'b-w';
  const settings = packing === 'small' ? SMALL : FAST;
  return movableBytes(await sharp(plane.samples, { raw }).toColourspace(space).png(settings).toBuffer());
}

/** An 8-bit colour picture, row-major, three bytes a pixel. */
export interface RgbPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** Writes a colour picture (an overlay, not a reading) as an 8-bit RGB PNG. */
export async function encodeRgbPng(picture: RgbPicture): Promise<Uint8Array<ArrayBuffer>> {
  const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 } as const;
  return movableBytes(await sharp(picture.rgb, { raw }).png(FAST).toBuffer());
}
