import type { MediaType } from '../domain/scan/media-type.ts';

/** Formats that are decoded. */
export type ScanFormat = 'png' | 'tiff' | 'jpeg';

export const MEDIA_TYPE_OF = {
  png: 'image/png',
  tiff: 'image/tiff',
  jpeg: 'image/jpeg',
} as const satisfies Record<ScanFormat, MediaType>;

/** Formats that are told apart only so that a refusal can name them. */
export type ForeignFormat =
  | 'empty'
  | 'dicom'
  | 'lfs-pointer'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'pdf'
  | 'svg'
  | 'heif'
  | 'jpeg-2000'
  | 'jpeg-xl'
  | 'zip'
  | 'gzip'
  | 'big-tiff'
  | 'html'
  | 'xml'
  | 'text'
  | 'unknown';

const MAGIC: readonly (readonly [ScanFormat | ForeignFormat, number, string])[] = [
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['jpeg', 0, '\xff\xd8\xff'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['big-tiff', 0, 'II+\0'],
  ['big-tiff', 0, 'MM\0+'],
  ['dicom', 128, 'DICM'],
  ['gif', 0, 'GIF8'],
  ['webp', 8, 'WEBP'],
  ['bmp', 0, 'BM'],
  ['pdf', 0, '%PDF-'],
  ['heif', 4, 'ftyp'],
  ['jpeg-2000', 0, '\xff\x4f\xff\x51'],
  ['jpeg-2000', 4, 'jP  '],
  ['jpeg-xl', 0, '\xff\x0a'],
  ['jpeg-xl', 4, 'JXL '],
  ['zip', 0, 'PK\x03\x04'],
  ['gzip', 0, '\x1f\x8b'],
  ['lfs-pointer', 0, 'version https://git-lfs'],
];

/** Tells a file's format from its content alone; its name and declared type have no say. */
export function sniffFormat(bytes: Uint8Array): ScanFormat | ForeignFormat {
  if (bytes.length === 0) return 'empty';
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1');
  for (const [format, offset, magic] of MAGIC) {
    if (head.startsWith(magic, offset)) return format;
  }
  return sniffText(head);
}

function sniffText(head: string): ForeignFormat {
  const start = head
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (/<svg[\s>]/.test(start)) return 'svg';
  if (/^<(!doctype html|html|head|body)/.test(start)) return 'html';
  if (start.startsWith('<?xml')) return 'xml';
  return /^[\t\n\r\x20-\x7e\x80-\xff]+$/.test(head) ? 'text' : 'unknown';
}
