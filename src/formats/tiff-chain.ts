import { fail, type Outcome, succeed } from '../domain/failure.ts';

/** Where the directories of a TIFF lie, one for each page. */
export interface TiffChain {
  readonly data: DataView;
  readonly littleEndian: boolean;
  readonly directories: readonly DirectoryPlace[];
}

export interface DirectoryPlace {
  /** Where its entries begin, each of which has `ENTRY_BYTES`. */
  readonly entriesAt: number;
  readonly entries: number;
}

export const ENTRY_BYTES = 12;
/** More than any page count that is read; the rest of a long chain need not be walked. */
const MAX_DIRECTORIES = 16;

/** Walks the chain of directories of a classic TIFF. Fails with `unreadable-scan` where it is broken, cut or circular. */
export function readTiffChain(bytes: Uint8Array): Outcome<TiffChain> {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.byteLength < 8) return fail('unreadable-scan', 'The TIFF ends within its header: send the whole file.');
  const littleEndian = data.getUint8(0) === 0x49;
  const directories: DirectoryPlace[] = [];
  const seen = new Set<number>();
  let at = data.getUint32(4, littleEndian);
  while (at !== 0 && directories.length < MAX_DIRECTORIES) {
    if (seen.has(at)) return fail('unreadable-scan', 'The pages of the TIFF run in a circle: export it again.');
    seen.add(at);
    const entries = at + 2 <= data.byteLength ? data.getUint16(at, littleEndian) : 0;
    const end = at + 2 + entries * ENTRY_BYTES;
    if (entries === 0 || end + 4 > data.byteLength) {
      return fail('unreadable-scan', 'The TIFF is cut off or damaged before its list of tags: send the whole file.');
    }
    directories.push({ entriesAt: at + 2, entries });
    at = data.getUint32(end, littleEndian);
  }
  return succeed({ data, littleEndian, directories });
}
