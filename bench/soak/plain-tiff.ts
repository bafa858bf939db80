import type { Plane } from '../../src/domain/scan/plane.ts';

const SHORT = 3;
const LONG = 4;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;

/** A plane of 16 bits as an uncompressed grey TIFF of one strip (TIFF 6.0, section 4): what many scanners export. */
export function plainTiff({ widthPx, heightPx, samples }: Plane): Uint8Array<ArrayBuffer> {
  const pixelBytes = samples.length * Uint16Array.BYTES_PER_ELEMENT;
  // Tag, type and value of each entry, ascending by tag.
  const entries = [
    [256, LONG, widthPx],
    [257, LONG, heightPx],
    [258, SHORT, 16],
    [259, SHORT, 1],
    [262, SHORT, 1],
    [273, LONG, HEADER_BYTES],
    [277, SHORT, 1],
    [278, LONG, heightPx],
    [279, LONG, pixelBytes],
  ] as const;
  const directoryAt = HEADER_BYTES + pixelBytes;
  const file = new DataView(new ArrayBuffer(directoryAt + 2 + entries.length * ENTRY_BYTES + 4));
  file.setUint16(0, 0x4949);
  file.setUint16(2, 42, true);
  file.setUint32(4, directoryAt, true);
  for (let i = 0; i < samples.length; i++) file.setUint16(HEADER_BYTES + 2 * i, samples[i] ?? 0, true);
  file.setUint16(directoryAt, entries.length, true);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = directoryAt + 2 + index * ENTRY_BYTES;
    file.setUint16(at, tag, true);
    file.setUint16(at + 2, type, true);
    file.setUint32(at + 4, 1, true);
    file.setUint32(at + 8, value, true);
  }
  return new Uint8Array(file.buffer);
}
