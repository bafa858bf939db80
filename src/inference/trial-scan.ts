import type { Energy, Plane } from '../domain/scan/plane.ts';
import type { ScanJob } from '../domain/screening/scan-job.ts';
import { encodeGreyPng } from '../formats/encode-png.ts';

const WIDTH_PX = 512;
const HEIGHT_PX = 256;
const AIR_READING = 60_000;
const MARGIN_PX = 32;
const TRANSMISSION = { high: 0.5, low: 0.4 } as const satisfies Record<Energy, number>;

/**
 * A small dual-energy scan of a container-like body, for the untimed screening that shows that a technology works. Both
 * energies are there, so that no technology is spared its run; maps are asked for, so that their encoder is warm, too.
 */
export async function trialScan(technology: string): Promise<ScanJob> {
  const files = [];
  for (const energy of ['high', 'low'] as const) {
    const bytes = await encodeGreyPng(unevenBody(TRANSMISSION[energy]));
    files.push({ view: 'side', energy, declaredType: 'image/png', bytes });
  }
  return { files, technologies: [technology], maps: 'inline', images: 'none' };
}

/** Air around a body that lets about `transmission` through, uneven as cargo is. */
function unevenBody(transmission: number): Plane {
  const samples = new Uint16Array(WIDTH_PX * HEIGHT_PX).fill(AIR_READING);
  for (let y = MARGIN_PX; y < HEIGHT_PX - MARGIN_PX; y++) {
    for (let x = MARGIN_PX; x < WIDTH_PX - MARGIN_PX; x++) {
      const unevenness = 1 + 0.1 * Math.sin(x / 9) * Math.cos(y / 7);
      samples[y * WIDTH_PX + x] = Math.round(AIR_READING * transmission * unevenness);
    }
  }
  return { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, bitDepth: 16, samples };
}
