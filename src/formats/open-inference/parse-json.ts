import { fail, type Outcome, succeed } from '../../domain/failure.ts';

const MAX_OBJECTS = 4096;
const MAX_LISTS = 2_000_000;

/**
 * The JSON of a request or an answer. Fails with `malformed-request` and half a sentence: what it is, where it is not to
 * be read.
 */
export function parseJson(bytes: Uint8Array): Outcome<unknown> {
  if (holdsTooManyObjects(bytes)) {
    return fail('malformed-request', 'holds too many objects or lists: send data as flat lists of numbers');
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return succeed(value);
  } catch {
    return fail('malformed-request', 'is not JSON in UTF-8');
  }
}

/**
 * Tensors are numbers, of which a body cannot hold more than memory can. Empty objects and lists are two bytes there and
 * dozens in memory, so they are counted before they are made.
 */
function holdsTooManyObjects(bytes: Uint8Array): boolean {
  let [objects, lists] = [0, 0];
  for (const byte of bytes) {
    if (byte === 0x7b) objects++;
    else if (byte === 0x5b) lists++;
  }
  return objects > MAX_OBJECTS || lists > MAX_LISTS;
}
