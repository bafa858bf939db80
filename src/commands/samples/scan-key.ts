import { createHash } from 'node:crypto';
import { energiesOf, type View } from '../../domain/scan/view.ts';
import { hashPlane } from './hash-plane.ts';

/**
 * What a scan is known by from one report to another: SHA-256 over a line `<view>.<energy> <hash of the plane>` for each
 * plane. It changes with any pixel, and says neither what the scan is called nor which container it shows.
 */
export function scanKey(views: readonly Pick<View, 'name' | 'planes'>[]): string {
  const key = createHash('sha256');
  for (const { name, planes } of views) {
    for (const energy of energiesOf(planes)) {
      const plane = planes[energy];
      if (plane !== undefined) key.update(`${name}.${energy} ${hashPlane(plane)}\n`);
    }
  }
  return key.digest('hex');
}
