import { fail, type Outcome } from '../domain/failure.ts';
import type { ImageHeader } from './image-header.ts';
import { readJpegHeader } from './jpeg-header.ts';
import { readPngHeader } from './png-header.ts';
import { type ForeignFormat, type ScanFormat, sniffFormat } from './sniff.ts';
import { readTiffHeader } from './tiff-header.ts';

const READERS = {
  png: readPngHeader,
  tiff: readTiffHeader,
  jpeg: readJpegHeader,
} as const satisfies Record<ScanFormat, (bytes: Uint8Array) => Outcome<ImageHeader>>;

const LISTED = 'PNG, TIFF and JPEG are read';

const REFUSALS = {
  empty: 'The file is empty (0 bytes): send the whole file.',
  'lfs-pointer': 'The file is a Git LFS pointer, not the picture: run `git lfs pull` and send what it points to.',
  'big-tiff': 'The file is a BigTIFF, which is not read: save it as classic TIFF.',
  gif: `The content is GIF; ${LISTED}.`,
  webp: `The content is WebP; ${LISTED}.`,
  bmp: `The content is BMP; ${LISTED}.`,
  pdf: `The content is a PDF document; ${LISTED}: export the scan itself.`,
  svg: `The content is SVG, a drawing; ${LISTED}.`,
  heif: `The content is HEIF or AVIF; ${LISTED}.`,
  'jpeg-2000': `The content is JPEG 2000; ${LISTED}.`,
  'jpeg-xl': `The content is JPEG XL; ${LISTED}.`,
  zip: 'The content is a ZIP archive: unpack it and send the pictures.',
  gzip: 'The content is gzip-compressed: unpack it and send the picture.',
  html: 'The content is a web page, perhaps an error page of the system it came from: send the picture itself.',
  xml: `The content is XML; ${LISTED}.`,
  text: `The content is text, not a picture; ${LISTED}.`,
  unknown: `The content is no known picture format; ${LISTED}.`,
} as const satisfies Record<Exclude<ForeignFormat, 'dicom'>, string>;

/**
 * Reads a file's header by its content. Fails with `unreadable-scan` where it is damaged or no picture that is read, and
 * with `unsupported-media-type` for DICOM.
 */
export function readHeader(bytes: Uint8Array): Outcome<ImageHeader> {
  const format = sniffFormat(bytes);
  if (format === 'dicom') {
    return fail(
      'unsupported-media-type',
      'The content is DICOM, which is not read yet: export it as 16-bit PNG or TIFF.',
    );
  }
  if (format === 'png' || format === 'tiff' || format === 'jpeg') return READERS[format](bytes);
  return fail('unreadable-scan', REFUSALS[format]);
}
