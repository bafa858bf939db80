import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { ImageHeader } from './image-header.ts';

const IHDR_END = 33;
/** As they are stored, by colour type; of a palette's, which become three, that of the numbers. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const GREY = 0;
const GREY_ALPHA = 4;
const COLOUR_ALPHA = 6;
/** Deflate cannot expand a byte into more than this. */
const DEFLATE_MAX_RATIO = 1032;

/** Reads a PNG's IHDR chunk (PNG specification, third edition, 11.2.1). Fails with `unreadable-scan`. */
export function readPngHeader(bytes: Uint8Array): Outcome<ImageHeader> {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.byteLength < IHDR_END)
    return fail('unreadable-scan', 'The PNG ends within its header: send the whole file.');
  if (data.getUint32(12) !== 0x49484452) {
    return fail('unreadable-scan', 'The PNG does not begin with an IHDR chunk: export it again.');
  }
  const widthPx = data.getUint32(16);
  const heightPx = data.getUint32(20);
  const bits = data.getUint8(24);
  const colourType = data.getUint8(25);
  const channels = CHANNELS[colourType];
  if (widthPx === 0 || heightPx === 0 || channels === undefined || ![1, 2, 4, 8, 16].includes(bits)) {
    return fail('unreadable-scan', 'The PNG header is damaged: export it again.');
  }
  const rawBytes = heightPx * Math.ceil((widthPx * channels * bits) / 8);
  if (rawBytes > bytes.byteLength * DEFLATE_MAX_RATIO) {
    return fail(
      'unreadable-scan',
      `The PNG claims ${widthPx}×${heightPx} pixels but holds too few bytes for them: it is truncated or a decompression bomb.`,
    );
  }
  const hasAlpha = colourType === GREY_ALPHA || colourType === COLOUR_ALPHA || hasTransparency(data);
  const isGrey = colourType === GREY || colourType === GREY_ALPHA;
  const bitDepth = bits === 16 ? 16 : 8;
  const isInterlaced = data.getUint8(28) !== 0;
  const decoded = isGrey ? 1 : 3;
  const held = isInterlaced ? decoded + (hasAlpha ? 1 : 0) : 0;
  return succeed({
    format: 'png',
    pages: [
      {
        index: 0,
        widthPx,
        heightPx,
        bitDepth,
        colour: isGrey ? (hasAlpha ? 'grey-alpha' : 'grey') : 'colour',
        decodeBytes: (widthPx * heightPx * (decoded + held) * bitDepth) / 8,
      },
    ],
  });
}

/** A tRNS chunk before the first IDAT gives a PNG an alpha channel. */
function hasTransparency(data: DataView): boolean {
  let at = IHDR_END;
  while (at + 12 <= data.byteLength) {
    const type = data.getUint32(at + 4);
    if (type === 0x74524e53) return true;
    if (type === 0x49444154) return false;
    at += 12 + data.getUint32(at);
  }
  return false;
}
