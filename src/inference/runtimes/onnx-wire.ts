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

/** As deep as Protocol Buffers reads by default, and so ONNX Runtime: what is deeper is no model. */
export const MAX_DEPTH = 100;
/** What stands before a field: its number and, in the lowest three bits, how its content is written. */
const TAG_BYTES = 5;
const START_OF_GROUP = 3;
const END_OF_GROUP = 4;

/** A field as it stands in a message: where it ends, and what of it is told. */
interface Field {
  readonly end: number;
  readonly content?: ContentField;
  readonly whole?: NumberField;
}

/**
 * Reads one message of the wire format of Protocol Buffers without copying its content; null where the bytes are none.
 * Groups are passed over, as ONNX has none and ONNX Runtime passes over what it does not know.
 */
export function readMessage(bytes: Uint8Array): Message | null {
  const contents: ContentField[] = [];
  const numbers: NumberField[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = readTagAt(bytes, at);
    const field = tag === null ? null : readField(bytes, tag, 0);
    if (field === null) return null;
    if (field.content !== undefined) contents.push(field.content);
    if (field.whole !== undefined) numbers.push(field.whole);
    at = field.end;
  }
  return { contents, numbers };
}

/** Null where there is no such field, or where it reaches beyond the bytes. */
function readField(bytes: Uint8Array, { number, wireType, end: at }: Tag, depth: number): Field | null {
  if (wireType === 0) {
    const read = readVarintAt(bytes, at);
    return read === null ? null : { end: read.end, whole: { number, value: read.value } };
  }
  if (wireType === 2) {
    const length = readVarintAt(bytes, at);
    const end = length === null ? Number.NaN : length.end + length.value;
    if (length === null || end > bytes.length) return null;
    return { end, content: { number, bytes: bytes.subarray(length.end, end) } };
  }
  if (wireType === START_OF_GROUP) return passGroup(bytes, number, at, depth + 1);
  const end = at + (wireType === 1 ? 8 : 4);
  return (wireType === 1 || wireType === 5) && end <= bytes.length ? { end } : null;
}

/** A group ends with a tag of its own number. */
function passGroup(bytes: Uint8Array, number: number, start: number, depth: number): Field | null {
  if (depth > MAX_DEPTH) return null;
  let at = start;
  for (;;) {
    const tag = readTagAt(bytes, at);
    if (tag === null) return null;
    if (tag.wireType === END_OF_GROUP) return tag.number === number ? { end: tag.end } : null;
    const field = readField(bytes, tag, depth);
    if (field === null) return null;
    at = field.end;
  }
}

interface Tag {
  readonly number: number;
  readonly wireType: number;
  readonly end: number;
}

/** Of the five bytes that a tag may have, 32 bits count, as in Protocol Buffers itself. No field has the number 0. */
function readTagAt(bytes: Uint8Array, at: number): Tag | null {
  const read = readVarintAt(bytes, at);
  if (read === null || read.end - at > TAG_BYTES) return null;
  const tag = read.value % 2 ** 32;
  return tag < 8 ? null : { number: Math.floor(tag / 8), wireType: tag % 8, end: read.end };
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
