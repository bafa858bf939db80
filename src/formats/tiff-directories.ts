import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { type DirectoryPlace, ENTRY_BYTES, readTiffChain, type TiffChain } from './tiff-chain.ts';

/** The tags of one TIFF directory that decide whether and how its page is read, with TIFF 6.0's defaults filled in. */
export interface TiffDirectory {
  readonly subfileType: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitsPerSample: readonly number[];
  readonly compression: number;
  readonly photometric: number;
  readonly samplesPerPixel: number;
  /** 1: the samples of a pixel lie together; 2: each channel is a plane of its own. */
  readonly planarConfiguration: number;
  readonly sampleFormat: readonly number[];
  /** What the samples beyond the colour space's own are; empty where the file does not say. */
  readonly extraSamples: readonly number[];
}

const TAG = {
  subfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  samplesPerPixel: 277,
  planarConfiguration: 284,
  extraSamples: 338,
  sampleFormat: 339,
} as const;
const DECIDING: readonly number[] = Object.values(TAG);
/** Byte sizes of the integer types that these tags may have: BYTE, SHORT, LONG. */
const SIZES: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 3: 2, 4: 4 };
/** More values than any tag above needs; a count beyond it is damage. */
const MAX_VALUES = 64;

/** Reads the directories of a classic TIFF. Fails with `unreadable-scan` where their chain or one of the tags above is damaged. */
export function readTiffDirectories(bytes: Uint8Array): Outcome<readonly TiffDirectory[]> {
  const chain = readTiffChain(bytes);
  if (!chain.ok) return chain;
  const directories: TiffDirectory[] = [];
  for (const place of chain.value.directories) {
    const directory = readDirectory(chain.value, place);
    if (!directory.ok) return directory;
    directories.push(directory.value);
  }
  return succeed(directories);
}

/**
 * Fails where one of the tags above is there twice, or in a form that is not read: a decoder that takes another value than
 * is taken here would read the pixels as something else than was checked.
 */
function readDirectory({ data, littleEndian }: TiffChain, place: DirectoryPlace): Outcome<TiffDirectory> {
  const tags = new Map<number, readonly number[]>();
  for (let i = 0; i < place.entries; i++) {
    const entry = place.entriesAt + i * ENTRY_BYTES;
    const tag = data.getUint16(entry, littleEndian);
    if (!DECIDING.includes(tag)) continue;
    const values = readValues(data, entry, littleEndian);
    if (values === null || tags.has(tag)) {
      const what = values === null ? 'in a form that is not read' : 'twice';
      return fail('unreadable-scan', `The TIFF has the tag ${tag} ${what}: export it again.`);
    }
    tags.set(tag, values);
  }
  const one = (tag: number, otherwise: number): number => tags.get(tag)?.[0] ?? otherwise;
  const many = (tag: number): readonly number[] => {
    const values = tags.get(tag) ?? [];
    return values.length > 0 ? values : [1];
  };
  return succeed({
    subfileType: one(TAG.subfileType, 0),
    widthPx: one(TAG.width, 0),
    heightPx: one(TAG.height, 0),
    bitsPerSample: many(TAG.bitsPerSample),
    compression: one(TAG.compression, 1),
    photometric: one(TAG.photometric, 1),
    samplesPerPixel: one(TAG.samplesPerPixel, 1),
    planarConfiguration: one(TAG.planarConfiguration, 1),
    sampleFormat: many(TAG.sampleFormat),
    extraSamples: tags.get(TAG.extraSamples) ?? [],
  });
}

/** The integers of one entry, which lie in it or, where they need more than four bytes, elsewhere in the file; null where they are none. */
function readValues(data: DataView, entry: number, littleEndian: boolean): readonly number[] | null {
  const size = SIZES[data.getUint16(entry + 2, littleEndian)];
  const count = data.getUint32(entry + 4, littleEndian);
  if (size === undefined || count > MAX_VALUES) return null;
  const start = size * count <= 4 ? entry + 8 : data.getUint32(entry + 8, littleEndian);
  if (start + size * count > data.byteLength) return null;
  return Array.from({ length: count }, (_, i) => readInteger(data, start + i * size, size, littleEndian));
}

function readInteger(data: DataView, at: number, size: 1 | 2 | 4, littleEndian: boolean): number {
  if (size === 1) return data.getUint8(at);
  return size === 2 ? data.getUint16(at, littleEndian) : data.getUint32(at, littleEndian);
}
