import { type DirectoryPlace, ENTRY_BYTES, readTiffChain, type TiffChain } from './tiff-chain.ts';

/** The tags that say what the pixels are and where they lie (TIFF 6.0; the depths of libtiff's own tags). */
const PIXEL_TAGS: ReadonlySet<number> = new Set([
  254, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 338, 339, 32997, 32998,
]);
const IMAGE_DESCRIPTION = 270;
/** Bytes of one value by the number of its type; those of types that are not listed are reckoned as the longest. */
const SIZES: readonly number[] = [8, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
/** So much beside the pixels costs nothing that is felt. */
const MOST_OTHER_BYTES = 2 ** 20;

/**
 * A TIFF without the tags that decide no pixel, where they are heavy: libtiff reads each into memory up to a limit of its
 * own, for minutes where many point at the same megabytes, and libvips crashes where none is left for the description. So
 * a TIFF with a description, or with more than a megabyte of such tags, is copied with directories of its own; any other
 * is given back as it is.
 */
export function tiffPixelTags(bytes: Uint8Array): Uint8Array {
  const chain = readTiffChain(bytes);
  if (!chain.ok || !isHeavy(chain.value)) return bytes;
  const { littleEndian, directories } = chain.value;
  const kept = directories.map((place) => pixelEntries(chain.value, place));
  const firstAt = bytes.length + (bytes.length % 2);
  const copy = new Uint8Array(firstAt + kept.reduce((sum, entries) => sum + directoryBytes(entries), 0));
  copy.set(bytes);
  const data = new DataView(copy.buffer);
  data.setUint32(4, firstAt, littleEndian);
  let at = firstAt;
  for (const [i, entries] of kept.entries()) {
    data.setUint16(at, entries.length, littleEndian);
    for (const [j, entry] of entries.entries()) {
      copy.set(bytes.subarray(entry, entry + ENTRY_BYTES), at + 2 + j * ENTRY_BYTES);
    }
    const end = at + directoryBytes(entries);
    data.setUint32(end - 4, i + 1 < kept.length ? end : 0, littleEndian);
    at = end;
  }
  return copy;
}

/** Whether what is beside the pixels is more than is read unasked, or goes on behind the directories that are walked. */
function isHeavy({ data, littleEndian, directories }: TiffChain): boolean {
  let otherBytes = 0;
  for (const { entriesAt, entries } of directories) {
    for (let i = 0; i < entries; i++) {
      const entry = entriesAt + i * ENTRY_BYTES;
      const tag = data.getUint16(entry, littleEndian);
      if (tag === IMAGE_DESCRIPTION) return true;
      if (PIXEL_TAGS.has(tag)) continue;
      otherBytes += data.getUint32(entry + 4, littleEndian) * (SIZES[data.getUint16(entry + 2, littleEndian)] ?? 8);
    }
  }
  const last = directories.at(-1);
  const goesOn = last !== undefined && data.getUint32(last.entriesAt + last.entries * ENTRY_BYTES, littleEndian) !== 0;
  return goesOn || otherBytes > MOST_OTHER_BYTES;
}

/** Where the entries of a directory lie that decide pixels. */
function pixelEntries({ data, littleEndian }: TiffChain, { entriesAt, entries }: DirectoryPlace): readonly number[] {
  return Array.from({ length: entries }, (_, i) => entriesAt + i * ENTRY_BYTES).filter((entry) =>
    PIXEL_TAGS.has(data.getUint16(entry, littleEndian)),
  );
}

function directoryBytes(entries: readonly number[]): number {
  return 2 + entries.length * ENTRY_BYTES + 4;
}
