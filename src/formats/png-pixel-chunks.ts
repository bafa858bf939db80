const SIGNATURE_BYTES = 8;
/** A chunk's length, type and checksum. */
const FRAME_BYTES = 12;
const IDAT = 0x49444154;
const TRNS = 0x74524e53;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;
const CASE_BIT = 0x20;

/**
 * A PNG without the chunks that decide no pixel: texts, a profile, private ones (PNG specification, third edition, 4.7).
 * libpng inflates those that are compressed and keeps them: a megabyte of them costs gigabytes. It reads none behind the
 * first IDAT, so these may stay. A PNG without any before it is given back as it is, not copied; one that is broken among
 * them is kept from there on, and libpng says what is wrong with it.
 */
export function pngPixelChunks(bytes: Uint8Array): Uint8Array {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let kept: Uint8Array | null = null;
  let keptBytes = SIGNATURE_BYTES;
  let at = SIGNATURE_BYTES;
  while (at + FRAME_BYTES <= bytes.length) {
    const end = at + FRAME_BYTES + data.getUint32(at);
    if (data.getUint32(at + 4) === IDAT || end > bytes.length) break;
    if (decidesNoPixel(data, at + 4)) {
      kept ??= bytes.slice();
    } else {
      kept?.set(bytes.subarray(at, end), keptBytes);
      keptBytes += end - at;
    }
    at = end;
  }
  if (kept === null) return bytes;
  kept.set(bytes.subarray(at), keptBytes);
  return kept.subarray(0, keptBytes + bytes.length - at);
}

/** Whether a type, which four letters make, begins with a small one (it is ancillary) and is not that of transparency. */
function decidesNoPixel(data: DataView, at: number): boolean {
  if (data.getUint8(at) < SMALL_A || data.getUint32(at) === TRNS) return false;
  return [at, at + 1, at + 2, at + 3].every((place) => isLetter(data.getUint8(place)));
}

function isLetter(code: number): boolean {
  const small = code | CASE_BIT;
  return small >= SMALL_A && small <= SMALL_Z;
}
