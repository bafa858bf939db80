import { createHash } from 'node:crypto';
import type { Plane } from '../domain/plane.ts';

/**
 * SHA-256 over a plane's readings, row by row, 16 bit little-endian whatever its bit depth: it does not depend on how a
 * picture was packed, nor on the machine.
 */
export function hashPlane({ samples }: Plane): string {
  const bytes = Buffer.allocUnsafe(samples.length * 2);
  for (let index = 0; index < samples.length; index++) bytes.writeUInt16LE(samples[index] ?? 0, index * 2);
  return createHash('sha256').update(bytes).digest('hex');
}
