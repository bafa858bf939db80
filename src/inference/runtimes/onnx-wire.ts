/** A field with content of its own: a message, a text or an array. */
export interface ContentField {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** A field that is one whole number. */
export interface NumberField {
  readonly number: number;
  readonly value: number;
}

/** The fields of a message, in the order of the file. */
export interface Message {
  readonly contents: readonly ContentField[];
  readonly numbers: readonly NumberField[];
}

/** Reads one message of the wire format of Protocol Buffers without copying its content; null where the bytes are none. */
export function readMessage(bytes: Uint8Array): Message | null {
  const contents: ContentField[] = [];
  const numbers: NumberField[] = [];
  let at = 0;
  const readVarint = (): number | null => {
    const read = readVarintAt(bytes, at);
    at = read?.end ?? bytes.length;
    return read?.value ?? null;
  };
  while (at < bytes.length) {
    const tag = readVarint();
    if (tag === null || tag < 8) return null;
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (wireType === 0) {
      const value = readVarint();
      if (value === null) return null;
      numbers.push({ number, value });
    } else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) {
      const length = readVarint();
      if (length === null || at + length > bytes.length) return null;
      contents.push({ number, bytes: bytes.subarray(at, at + length) });
      at += length;
    } else return null;
  }
  return at === bytes.length ? { contents, numbers } : null;
}

/** The whole numbers of a packed array, as far as they can be read. */
export function readPacked(bytes: Uint8Array): readonly number[] {
  const values: number[] = [];
  for (let read = readVarintAt(bytes, 0); read !== null; read = readVarintAt(bytes, read.end)) values.push(read.value);
  return values;
}

/** A number in groups of seven bits, the lowest first; null where it does not end. */
function readVarintAt(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  let at = start;
  for (let factor = 1; at < bytes.length && factor < 2 ** 70; factor *= 128) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, end: at };
  }
  return null;
}
