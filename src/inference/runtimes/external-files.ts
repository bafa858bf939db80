import { type ContentField, MAX_DEPTH, readMessage } from './onnx-wire.ts';

/** The messages of an ONNX file that lead to the names of other files. */
type Message = 'model' | 'graph' | 'function' | 'node' | 'attribute' | 'sparse-tensor' | 'tensor' | 'entry';

/**
 * Which fields of a message hold which message, by field number.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const NESTED: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse-tensor' },
  function: { 7: 'node', 11: 'attribute' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse-tensor', 23: 'sparse-tensor' },
  'sparse-tensor': { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'entry' },
  entry: {},
};

const GRAPH_FIELD = 7;
const KEY_FIELD = 1;
const VALUE_FIELD = 2;
const OPERATOR_FIELD = 4;
const ATTRIBUTE_FIELD = 5;
const NAME_FIELD = 1;
const WHOLE_FIELD = 3;
const TEXT_FIELD = 4;

/** What a vendor has compiled for its provider, in the node or in a file that an attribute of it names. */
const COMPILED = 'EPContext';
/** Where it stands, and the graph that its weights are taken from where it has none. */
const COMPILED_CONTENT = 'ep_cache_context';
const COMPILED_FROM = 'onnx_model_filename';

/**
 * The files in which an ONNX file keeps weights that it does not hold itself, as it names them; null where the bytes are
 * no ONNX file. It walks the wire format of Protocol Buffers and decodes nothing else, so that no weight is copied.
 */
export function externalFiles(bytes: Uint8Array): readonly string[] | null {
  const fields = readMessage(bytes)?.contents ?? null;
  if (fields === null || !fields.some(({ number }) => number === GRAPH_FIELD)) return null;
  const found = collectLocations(bytes, 'model', 0);
  return found === null ? null : [...new Set(found)];
}

function collectLocations(bytes: Uint8Array, message: Message, depth: number): readonly string[] | null {
  const fields = depth > MAX_DEPTH ? null : (readMessage(bytes)?.contents ?? null);
  if (fields === null) return null;
  if (message === 'entry') return locationIn(fields);
  const found: string[] = message === 'node' ? [...compiledFiles(fields)] : [];
  for (const field of fields) {
    const nested = NESTED[message][field.number];
    if (nested === undefined) continue;
    const inside = collectLocations(field.bytes, nested, depth + 1);
    if (inside === null) return null;
    found.push(...inside);
  }
  return found;
}

/**
 * The files of a compiled part: its content where `embed_mode` says that it does not stand in the node, and the graph it
 * was made of.
 * Source: https://onnxruntime.ai/docs/execution-providers/EP-Context-Design.html
 */
function compiledFiles(node: readonly ContentField[]): readonly string[] {
  if (lastText(node, OPERATOR_FIELD) !== COMPILED) return [];
  const attributes = node
    .filter(({ number }) => number === ATTRIBUTE_FIELD)
    .flatMap(({ bytes }) => readMessage(bytes) ?? []);
  const named = (name: string) => attributes.filter(({ contents }) => lastText(contents, NAME_FIELD) === name);
  const isApart = named('embed_mode').some(
    ({ numbers }) => numbers.findLast(({ number }) => number === WHOLE_FIELD)?.value !== 1,
  );
  return [...(isApart ? named(COMPILED_CONTENT) : []), ...named(COMPILED_FROM)]
    .map(({ contents }) => lastText(contents, TEXT_FIELD))
    .filter((name) => name !== '');
}

/** An entry is a key and a value, of each of which the last one counts; that with the key `location` names a file. */
function locationIn(fields: readonly ContentField[]): readonly string[] {
  return lastText(fields, KEY_FIELD) === 'location' ? [lastText(fields, VALUE_FIELD)] : [];
}

/** The text of a field, of which the last one counts; empty where there is none. */
function lastText(fields: readonly ContentField[], wanted: number): string {
  // A file's name may begin with what a text would have as its byte order mark.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return decoder.decode(fields.findLast(({ number }) => number === wanted)?.bytes);
}
