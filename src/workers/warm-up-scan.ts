import { crc32, deflateSync } from 'node:zlib';
import type { ScanJob } from '../domain/scan-job.ts';

const WIDTH_PX = 512;
const HEIGHT_PX = 256;
const AIR = 60_000;

/**
 * A small dual-energy scan of a container-like body, for the untimed screening that makes a technology ready. Both
 * energies are there, so that no technology is spared its run; maps are asked for, so that their encoder is warm, too.
 */
export function warmUpScan(technology: string): ScanJob {
  return {
    files: (['high', 'low'] as const).map((energy) => ({
      view: 'side',
      energy,
      declaredType: 'image/png',
      bytes: greyPng(energy === 'high' ? 0.5 : 0.4),
    })),
    technologies: [technology],
    maps: 'inline',
    images: 'none',
  };
}

/** A 16-bit grey PNG: air around a body that lets `transmission` through, uneven as cargo is. */
function greyPng(transmission: number): Uint8Array<ArrayBuffer> {
  const lineBytes = 1 + WIDTH_PX * 2;
  const lines = Buffer.alloc(HEIGHT_PX * lineBytes);
  for (let y = 0; y < HEIGHT_PX; y++) {
    for (let x = 0; x < WIDTH_PX; x++) {
      const isInside = x >= 32 && x < WIDTH_PX - 32 && y >= 32 && y < HEIGHT_PX - 32;
      const unevenness = 1 + 0.1 * Math.sin(x / 9) * Math.cos(y / 7);
      lines.writeUInt16BE(isInside ? Math.round(AIR * transmission * unevenness) : AIR, y * lineBytes + 1 + x * 2);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH_PX, 0);
  header.writeUInt32BE(HEIGHT_PX, 4);
  header.writeUInt8(16, 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const png = [signature, chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat(png));
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  typed.copy(framed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}
