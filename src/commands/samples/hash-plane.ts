import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import type { Plane } from '../../domain/scan/plane.ts';

/**
 * SHA-256 over a plane's readings, row by row, 16 bit little-endian whatever its bit depth: it does not depend on how a
 * picture was packed, nor on the machine.
 */
export function hashPlane({ samples }: Plane): string {
  const bytes = Buffer.from(new Uint16Array(samples).buffer);
  return createHash('sha256')
    .update(endianness() === 'LE' ? bytes : bytes.swap16())
    .digest('hex');
}
