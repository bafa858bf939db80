import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { ImageHeader, PageHeader } from './image-header.ts';
import { readTiffDirectories, type TiffDirectory } from './tiff-directories.ts';

const COMPRESSIONS: Readonly<Record<number, string>> = {
  1: 'none',
  5: 'LZW',
  8: 'deflate',
  32946: 'deflate',
};
const MIN_IS_WHITE = 0;
const MIN_IS_BLACK = 1;
const RGB = 2;
const PALETTE = 3;
const SEPARATE_PLANES = 2;
const PHOTOMETRICS: Readonly<Record<number, string>> = {
  4: 'a transparency mask',
  5: 'CMYK',
  6: 'YCbCr',
  8: 'CIE Lab',
  9: 'ICC Lab',
  32803: 'a colour filter array',
};
/** Associated and unassociated alpha. A second grey channel that is neither may well be another energy. */
const ALPHAS: readonly number[] = [1, 2];
const SAMPLE_FORMATS: Readonly<Record<number, string>> = {
  2: 'signed integers',
  3: 'floating point',
  5: 'complex integers',
  6: 'complex floating point',
};

/**
 * Reads the directories of a TIFF (TIFF 6.0) and refuses by name what holds no unsigned 8- or 16-bit readings.
 * Reduced-resolution pages (previews) are left out; min-is-white readings are turned round by libvips itself. Fails with `unreadable-scan`.
 */
export function readTiffHeader(bytes: Uint8Array): Outcome<ImageHeader> {
  const directories = readTiffDirectories(bytes);
  if (!directories.ok) return directories;
  const pages: PageHeader[] = [];
  for (const [index, directory] of directories.value.entries()) {
    if ((directory.subfileType & 1) === 1) continue;
    const page = readPage(directory, index);
    if (!page.ok) return page;
    pages.push(page.value);
  }
  const [first, ...others] = pages;
  if (first === undefined) return fail('unreadable-scan', 'The TIFF has no page of full resolution: export it again.');
  return succeed({ format: 'tiff', pages: [first, ...others] });
}

function readPage(directory: TiffDirectory, index: number): Outcome<PageHeader> {
  const refusal = refusalOf(directory);
  if (refusal !== null) return fail('unreadable-scan', `Page ${index + 1} of the TIFF ${refusal}`);
  const { widthPx, heightPx, photometric, samplesPerPixel } = directory;
  const isGrey = photometric === MIN_IS_WHITE || photometric === MIN_IS_BLACK;
  const bitDepth = directory.bitsPerSample[0] === 16 ? 16 : 8;
  const decoded = isGrey ? 1 : 3;
  // One strip of each plane is held, and it may be as high as the page.
  const held = directory.planarConfiguration === SEPARATE_PLANES ? samplesPerPixel : 0;
  return succeed({
    index,
    widthPx,
    heightPx,
    bitDepth,
    decodeBytes: (widthPx * heightPx * (decoded + held) * bitDepth) / 8,
    colour: isGrey ? (samplesPerPixel === 1 ? 'grey' : 'grey-alpha') : 'colour',
  });
}

/** Why a page cannot be read and what to do, or null. */
function refusalOf(directory: TiffDirectory): string | null {
  const { widthPx, heightPx, photometric, samplesPerPixel, bitsPerSample, sampleFormat, compression } = directory;
  if (widthPx === 0 || heightPx === 0) return 'gives no size: export it again.';
  const compressionName = COMPRESSIONS[compression];
  if (compressionName === undefined) {
    return `uses compression ${compression}, which is not read: save it uncompressed, or with deflate or LZW.`;
  }
  for (const format of sampleFormat) {
    if (format !== 1 && format !== 4) {
      const name = SAMPLE_FORMATS[format] ?? `samples of unknown format ${format}`;
      return `holds ${name}; readings must be unsigned integers: save it as unsigned 16-bit.`;
    }
  }
  if (photometric === PALETTE) {
    return samplesPerPixel === 1 && bitsPerSample[0] === 8
      ? null
      : 'has a palette of unusual depth: save it as 16-bit grey.';
  }
  for (const bits of bitsPerSample) {
    if (bits !== 8 && bits !== 16) {
      return `has ${bits} ${bits === 1 ? 'bit' : 'bits'} a sample; 8 and 16 are read: save it as unsigned 16-bit.`;
    }
    if (bits !== bitsPerSample[0]) return 'has samples of different depths: save it as unsigned 16-bit grey.';
  }
  if (photometric === RGB) {
    return samplesPerPixel === 3 || samplesPerPixel === 4 ? null : `has ${samplesPerPixel} channels: save it as grey.`;
  }
  if (photometric === MIN_IS_BLACK || photometric === MIN_IS_WHITE) {
    const hasAlpha = samplesPerPixel === 2 && ALPHAS.includes(directory.extraSamples[0] ?? 0);
    if (samplesPerPixel === 1 || hasAlpha) return null;
    return `has ${samplesPerPixel} channels of grey: save each energy as a page of its own.`;
  }
  const name = PHOTOMETRICS[photometric] ?? `in colour space ${photometric}`;
  return `is ${name}, which holds no readings: save it as grey.`;
}
