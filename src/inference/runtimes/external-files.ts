/** The messages of an ONNX file that lead to the names of other files. */
type Message = 'model' | 'graph' | 'function' | 'node' | 'attribute' | 'tensor' | 'entry';

/**
 * Which fields of a message hold which message, by field number.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const NESTED: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor' },
  function: { 7: 'node' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph' },
  tensor: { 13: 'entry' },
  entry: {},
};

/** As deep as Protocol Buffers reads by default, and so ONNX Runtime: what is deeper is no model. */
const MAX_DEPTH = 100;
const GRAPH_FIELD = 7;
const KEY_FIELD = 1;
const VALUE_FIELD = 2;

/** A field with content of its own: a message, a text or an array. Bare numbers lead nowhere and are passed over. */
interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/**
 * The files in which an ONNX file keeps weights that it does not hold itself, as it names them; null where the bytes are
 * no ONNX file. It walks the wire format of Protocol Buffers and decodes nothing else, so that no weight is copied.
 */
export function externalFiles(bytes: Uint8Array): readonly string[] | null {
  const fields = readFields(bytes);
  if (fields === null || !fields.some(({ number }) => number === GRAPH_FIELD)) return null;
  const found = collectLocations(bytes, 'model', 0);
  return found === null ? null : [...new Set(found)];
}

function collectLocations(bytes: Uint8Array, message: Message, depth: number): readonly string[] | null {
  const fields = depth > MAX_DEPTH ? null : readFields(bytes);
  if (fields === null) return null;
  if (message === 'entry') return locationIn(fields);
  const found: string[] = [];
  for (const field of fields) {
    const nested = NESTED[message][field.number];
    if (nested === undefined) continue;
    const inside = collectLocations(field.bytes, nested, depth + 1);
    if (inside === null) return null;
    found.push(...inside);
  }
  return found;
}

/** An entry is a key and a value; the one with the key `location` names a file. */
function locationIn(fields: readonly Field[]): readonly string[] {
  const textOf = (wanted: number) =>
    new TextDecoder().decode(fields.find(({ number }) => number === wanted)?.bytes ?? new Uint8Array());
  return textOf(KEY_FIELD) === 'location' ? [textOf(VALUE_FIELD)] : [];
}

/** The fields of a message in the order of the file; null where the bytes are none. */
function readFields(bytes: Uint8Array): readonly Field[] | null {
  const fields: Field[] = [];
  let at = 0;
  const readVarint = (): number | null => {
    let value = 0;
    for (let factor = 1; at < bytes.length && factor < 2 ** 70; factor *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    return null;
  };
  while (at < bytes.length) {
    const tag = readVarint();
    if (tag === null || tag < 8) return null;
    const wireType = tag % 8;
    if (wireType === 0 && readVarint() === null) return null;
    else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) {
      const length = readVarint();
      if (length === null || at + length > bytes.length) return null;
      fields.push({ number: Math.floor(tag / 8), bytes: bytes.subarray(at, at + length) });
      at += length;
    } else if (wireType !== 0) return null;
  }
  return at === bytes.length ? fields : null;
}
