import { crc32 } from 'node:zlib';

/** The last chunk of a PNG, `IEND`: length, type and checksum. */
const END_BYTES = 12;

/** The same picture in other bytes, as every scan is: a comment that no other has, before the end. */
export function uniquePng(png: Buffer, comment: string): Buffer {
  const content = Buffer.from(`tEXtComment\0${comment}`, 'latin1');
  const chunk = Buffer.alloc(content.length + 8);
  chunk.writeUInt32BE(content.length - 4, 0);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), content.length + 4);
  return Buffer.concat([png.subarray(0, -END_BYTES), chunk, png.subarray(-END_BYTES)]);
}
