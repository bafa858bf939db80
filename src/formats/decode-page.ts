import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { errorMessage } from '../domain/language/error-message.ts';
import type { Plane } from '../domain/scan/plane.ts';
import type { PageHeader } from './image-header.ts';
import { luminanceOf } from './luminance.ts';
import { ownMemory } from './own-memory.ts';
import { pngPixelChunks } from './png-pixel-chunks.ts';
import { sharp } from './sharp.ts';
import { sniffFormat } from './sniff.ts';
import { tiffPixelTags } from './tiff-pixel-tags.ts';

/** A page's readings, and whether they came from a picture made for display (colour or alpha). */
export interface DecodedPage {
  readonly plane: Plane;
  readonly isDisplayImage: boolean;
}

/** Decodes one page whose header was read and whose size is within the limits. Fails with `unreadable-scan`. */
export async function decodePage(bytes: Uint8Array, page: PageHeader): Promise<Outcome<DecodedPage>> {
  try {
    const decoded = await readSamples(bytes, page);
    return succeed(page.bitDepth === 16 ? planeOf16(decoded, page) : planeOf8(decoded, page));
  } catch (error) {
    return fail('unreadable-scan', `The picture is damaged or truncated${causeOf(error)}: send the whole file again.`);
  }
}

/** What libvips said, in parentheses; nothing where it only says that it was told to be strict. */
function causeOf(error: unknown): string {
  const line = errorMessage(error).split('\n')[0]?.replace(/:$/, '') ?? '';
  return line === '' || line.includes('failOn') ? '' : ` (${line})`;
}

interface DecodedSamples {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly channels: number;
}

/** Only what decides pixels: what files say beside them is not needed, and to read it can cost a process its memory. */
function withoutRemarks(bytes: Uint8Array): Uint8Array {
  const format = sniffFormat(bytes);
  if (format === 'png') return pngPixelChunks(bytes);
  return format === 'tiff' ? tiffPixelTags(bytes) : bytes;
}

/**
 * The colour space must be named for each kind: without it libvips hands 16-bit readings out as 8 bits in three
 * channels, and with `grey16` for 8-bit input it converts twice. Profiles are left unread: they would bend readings.
 */
async function readSamples(bytes: Uint8Array, page: PageHeader): Promise<DecodedSamples> {
  const picture = sharp(withoutRemarks(bytes), {
    page: page.index,
    failOn: 'warning',
    limitInputPixels: page.widthPx * page.heightPx,
    ignoreIcc: true,
  });
  const is16 = page.bitDepth === 16;
  const isGrey = page.colour === 'grey' || page.colour === 'grey-alpha';
  const space = isGrey ? (is16 ? 'grey16' : 'b-w') : is16 ? 'rgb16' : 'srgb';
  const { data, info } = await picture
    .removeAlpha()
    .toColourspace(space)
    .raw({ depth: is16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const samples = ownMemory(data);
  const expected = page.widthPx * page.heightPx * info.channels * (is16 ? 2 : 1);
  if (info.width !== page.widthPx || info.height !== page.heightPx || samples.byteLength !== expected) {
    throw new Error(`the header says ${page.widthPx}×${page.heightPx}, the content ${info.width}×${info.height}`);
  }
  return { bytes: samples, channels: info.channels };
}

/** Alpha and colour channels are made for screens, even where all colours are grey; JPEG's three components are not. */
function isDisplayImage(page: PageHeader, hasGreyPixels: boolean): boolean {
  return page.colour === 'jpeg-components' ? !hasGreyPixels : page.colour !== 'grey';
}

function planeOf8(decoded: DecodedSamples, page: PageHeader): DecodedPage {
  const { widthPx, heightPx } = page;
  const { bytes, channels } = decoded;
  const { samples, isGrey } = toOneChannel(bytes, channels, () => new Uint8Array(widthPx * heightPx));
  return { plane: { widthPx, heightPx, bitDepth: 8, samples }, isDisplayImage: isDisplayImage(page, isGrey) };
}

function planeOf16(decoded: DecodedSamples, page: PageHeader): DecodedPage {
  const { widthPx, heightPx } = page;
  const { bytes, channels } = decoded;
  const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const { samples, isGrey } = toOneChannel(words, channels, () => new Uint16Array(widthPx * heightPx));
  return { plane: { widthPx, heightPx, bitDepth: 16, samples }, isDisplayImage: isDisplayImage(page, isGrey) };
}

function toOneChannel<Samples extends Uint8Array | Uint16Array>(
  source: Samples,
  channels: number,
  create: () => Samples,
): { readonly samples: Samples; readonly isGrey: boolean } {
  return channels === 1 ? { samples: source, isGrey: true } : luminanceOf(source, create(), channels);
}
