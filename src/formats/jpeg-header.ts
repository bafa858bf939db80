import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { ImageHeader } from './image-header.ts';

const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const PROGRESSIVE = 0xc2;
const COEFFICIENT_BYTES = 2;

/** Reads a JPEG's frame header (ITU-T T.81, B.2.2). Fails with `unreadable-scan`, naming what cannot be read. */
export function readJpegHeader(bytes: Uint8Array): Outcome<ImageHeader> {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 4 <= data.byteLength) {
    if (data.getUint8(at) !== 0xff) break;
    const marker = data.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END_OF_IMAGE || marker === START_OF_SCAN) break;
    if (isStandalone(marker)) {
      at += 2;
      continue;
    }
    if (isFrame(marker)) return readFrame(data, at, marker);
    at += 2 + data.getUint16(at + 2);
  }
  return fail('unreadable-scan', 'The JPEG ends or is damaged before its frame header: send the whole file.');
}

/** Restart markers and TEM have no length. */
function isStandalone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** SOF0…SOF15, without DHT, JPG and DAC, which lie in the same range. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(data: DataView, at: number, marker: number): Outcome<ImageHeader> {
  if (at + 10 > data.byteLength)
    return fail('unreadable-scan', 'The JPEG ends within its frame header: send the whole file.');
  if (marker > 0xc2) {
    return fail(
      'unreadable-scan',
      'The JPEG is lossless, hierarchical or arithmetic-coded, which is not read: save it as baseline JPEG, or better as 16-bit PNG or TIFF.',
    );
  }
  const bits = data.getUint8(at + 4);
  if (bits !== 8) {
    return fail(
      'unreadable-scan',
      `The JPEG has ${bits} bits a sample, which is not read: save it as 16-bit PNG or TIFF.`,
    );
  }
  const heightPx = data.getUint16(at + 5);
  const widthPx = data.getUint16(at + 7);
  const components = data.getUint8(at + 9);
  if (widthPx === 0 || heightPx === 0) return fail('unreadable-scan', 'The JPEG gives no size: export it again.');
  if (components === 4) {
    return fail(
      'unreadable-scan',
      'The JPEG is CMYK, a print format without readings: save it as grey JPEG, PNG or TIFF.',
    );
  }
  if (components !== 1 && components !== 3) {
    return fail('unreadable-scan', `The JPEG has ${components} components: save it as grey or RGB.`);
  }
  const held = isInPasses(data, at, marker, components) ? COEFFICIENT_BYTES : 0;
  return succeed({
    format: 'jpeg',
    pages: [
      {
        index: 0,
        widthPx,
        heightPx,
        bitDepth: 8,
        colour: components === 1 ? 'grey' : 'jpeg-components',
        decodeBytes: widthPx * heightPx * components * (1 + held),
      },
    ],
  });
}

/**
 * Whether the frame comes in several scans, so that libjpeg holds its coefficients until the last: it is progressive, or
 * the first scan has fewer components than the frame.
 */
function isInPasses(data: DataView, frameAt: number, marker: number, components: number): boolean {
  if (marker === PROGRESSIVE) return true;
  let at = frameAt;
  while (at + 5 <= data.byteLength && data.getUint8(at) === 0xff) {
    const next = data.getUint8(at + 1);
    if (next === START_OF_SCAN) return data.getUint8(at + 4) < components;
    at += next === 0xff ? 1 : isStandalone(next) ? 2 : 2 + data.getUint16(at + 2);
  }
  return false;
}
