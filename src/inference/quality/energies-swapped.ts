import type { Box } from '../../domain/scan/box.ts';
import type { ViewPlanes } from '../../domain/scan/view.ts';

/** Transmissions of the high energy between which the two part by more than their noise, and neither is lost in it. */
const THICK_TRANSMISSION = 0.05;
const THIN_TRANSMISSION = 0.7;
/** Every fourth pixel of every eighth row is enough to tell which plane is the darker. */
const ROW_STRIDE = 8;
const COLUMN_STRIDE = 4;
/** Fewer pixels of matter than this say nothing. */
const LEAST_PIXELS = 200;
/** Noise alone makes half of them darker; planes that are swapped nearly all. */
const DARKER_SHARE = 0.8;

/**
 * Whether the plane of the high energy is darker in matter than that of the low one. The higher energy passes more
 * through everything that a container holds, so the two were sent under each other's name.
 */
export function areEnergiesSwapped(
  { high, low }: ViewPlanes,
  airLevels: { readonly high?: number; readonly low?: number },
  boxes: readonly Box[],
): boolean {
  if (high === undefined || low === undefined) return false;
  const [highAir = 1, lowAir = 1] = [airLevels.high, airLevels.low];
  let [matter, darker] = [0, 0];
  for (const box of boxes) {
    for (let y = box.y; y < box.y + box.height; y += ROW_STRIDE) {
      for (let x = box.x; x < box.x + box.width; x += COLUMN_STRIDE) {
        const at = y * high.widthPx + x;
        const transmission = (high.samples[at] ?? 0) / highAir;
        if (transmission < THICK_TRANSMISSION || transmission > THIN_TRANSMISSION) continue;
        matter++;
        if (transmission < (low.samples[at] ?? 0) / lowAir) darker++;
      }
    }
  }
  return matter >= LEAST_PIXELS && darker > DARKER_SHARE * matter;
}
