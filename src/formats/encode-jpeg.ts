import type { Plane } from '../domain/scan/plane.ts';
import type { RgbPicture } from './encode-png.ts';
import { movableBytes } from './movable-bytes.ts';
import { sharp } from './sharp.ts';

/**
 * A plane as scanners show it to people: an 8-bit grey JPEG of a quality from 1 to 100, a 16-bit scale divided by 257.
 * Lossy: for pictures, never for evidence.
 */
export async function encodeDisplayJpeg(plane: Plane, quality = 90): Promise<Uint8Array<ArrayBuffer>> {
  const { widthPx, heightPx, bitDepth, samples } = plane;
  const grey = bitDepth === 8 ? samples : Uint8Array.from(samples, (reading) => Math.round(reading / 257));
  const jpeg = await sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .jpeg({ quality })
    .toBuffer();
  return movableBytes(jpeg);
}

/** A colour picture as a JPEG, its colours at full resolution: thin lines over grey would fade with fewer. */
export async function encodeRgbJpeg({ widthPx, heightPx, rgb }: RgbPicture): Promise<Uint8Array<ArrayBuffer>> {
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const;
  const jpeg = await sharp(rgb, { raw }).jpeg({ quality: 82, chromaSubsampling: '4:4:4' }).toBuffer();
  return movableBytes(jpeg);
}
