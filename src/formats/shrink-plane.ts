import type { Plane } from '../domain/scan/plane.ts';
import { sharp } from './sharp.ts';

/** A plane no wider and no higher than so many pixels, averaged, its bit depth kept; one that fits stays as it is. */
export async function shrinkPlane(plane: Plane, mostPx: number): Promise<Plane> {
  const { widthPx, heightPx, bitDepth, samples } = plane;
  if (widthPx <= mostPx && heightPx <= mostPx) return plane;
  const { data, info } = await sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .toColourspace(bitDepth === 16 ? 'grey16' : 'b-w')
    .resize({ width: mostPx, height: mostPx, fit: 'inside', kernel: 'linear' })
    .raw({ depth: bitDepth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const size = { widthPx: info.width, heightPx: info.height };
  if (bitDepth === 8) return { ...size, bitDepth, samples: new Uint8Array(data) };
  return { ...size, bitDepth, samples: new Uint16Array(new Uint8Array(data).buffer) };
}
