/** One page of a TIFF written by hand, for what no library writes. */
export interface HandMadePage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: number;
  /** Stored as it is, in one strip. */
  readonly data: Uint8Array;
  readonly channels?: number;
  readonly photometric?: number;
  readonly compression?: number;
  readonly sampleFormat?: number;
  /** Further tags of type SHORT. */
  readonly shorts?: Readonly<Record<number, number>>;
  /** Further tags of type ASCII, each of more than four bytes. */
  readonly texts?: Readonly<Record<number, Uint8Array>>;
}

type Entry = readonly [tag: number, type: 2 | 3 | 4, values: readonly number[] | Uint8Array];

const VALUE_BYTES = { 2: 1, 3: 2, 4: 4 } as const;

/** A little-endian classic TIFF: for each page its strip, then its directory. */
export function handMadeTiff(pages: readonly HandMadePage[]): Uint8Array<ArrayBuffer> {
  let file = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  let link = 4;
  for (const page of pages) {
    const dataAt = file.length;
    file = Buffer.concat([file, page.data, Buffer.alloc(page.data.length % 2)]);
    const channels = page.channels ?? 1;
    const entries: Entry[] = [
      [256, 4, [page.widthPx]],
      [257, 4, [page.heightPx]],
      [258, 3, Array.from({ length: channels }, () => page.bits)],
      [259, 3, [page.compression ?? 1]],
      [262, 3, [page.photometric ?? 1]],
      [273, 4, [dataAt]],
      [277, 3, [channels]],
      [278, 4, [page.heightPx]],
      [279, 4, [page.data.length]],
      [339, 3, Array.from({ length: channels }, () => page.sampleFormat ?? 1)],
    ];
    for (const [tag, value] of Object.entries(page.shorts ?? {})) entries.push([Number(tag), 3, [value]]);
    for (const [tag, text] of Object.entries(page.texts ?? {})) entries.push([Number(tag), 2, text]);
    entries.sort(([a], [b]) => a - b);
    const directory = Buffer.alloc(2 + entries.length * 12 + 4);
    directory.writeUInt16LE(entries.length, 0);
    for (const [i, [tag, type, values]] of entries.entries()) {
      const at = 2 + i * 12;
      const bytes = Buffer.alloc(Math.max(4, values.length * VALUE_BYTES[type]));
      if (values instanceof Uint8Array) bytes.set(values);
      else
        for (const [j, value] of values.entries()) bytes.writeUIntLE(value, j * VALUE_BYTES[type], VALUE_BYTES[type]);
      directory.writeUInt16LE(tag, at);
      directory.writeUInt16LE(type, at + 2);
      directory.writeUInt32LE(values.length, at + 4);
      if (bytes.length <= 4) bytes.copy(directory, at + 8);
      else {
        directory.writeUInt32LE(file.length, at + 8);
        file = Buffer.concat([file, bytes]);
      }
    }
    file.writeUInt32LE(file.length, link);
    link = file.length + 2 + entries.length * 12;
    file = Buffer.concat([file, directory]);
  }
  return new Uint8Array(file);
}
