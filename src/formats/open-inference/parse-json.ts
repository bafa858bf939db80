import { fail, type Outcome, succeed } from '../../domain/failure.ts';

const MAX_OBJECTS = 4096;
const MAX_LISTS = 2_000_000;
/** Of names and datatypes a request has some dozens. Keys of one object alone can hold a thread for minutes. */
const MAX_QUOTES = 65_536;
/** As many values as an answer may have in JSON, and what else is in the text. */
const MAX_COMMAS = 8_388_608 + 65_536;

/**
 * The JSON of a request or an answer. Fails with `malformed-request` and half a sentence: what it is, where it is not to
 * be read.
 */
export function parseJson(bytes: Uint8Array): Outcome<unknown> {
  const excess = findExcess(bytes);
  if (excess !== null) return fail('malformed-request', `holds too many ${excess}`);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return succeed(value);
  } catch {
    return fail('malformed-request', 'is not JSON in UTF-8');
  }
}

/**
 * What there is too much of and the cure, or null. What is one to three bytes in a body is dozens in memory, so all is
 * counted before it is made.
 */
function findExcess(bytes: Uint8Array): string | null {
  let [objects, lists, quotes, commas] = [0, 0, 0, 0];
  for (const byte of bytes) {
    if (byte === 0x2c) commas++;
    else if (byte === 0x5b) lists++;
    else if (byte === 0x22) quotes++;
    else if (byte === 0x7b) objects++;
  }
  if (objects > MAX_OBJECTS || lists > MAX_LISTS) return 'objects or lists: send data as flat lists of numbers';
  if (quotes > MAX_QUOTES) return 'names or texts: send data as numbers';
  return commas > MAX_COMMAS ? 'values: send large tensors as binary' : null;
}
