import { fail, type Outcome, succeed } from '../../domain/failure.ts';

/** One part of a `multipart/form-data` body. */
export interface Part {
  readonly name: string;
  /** What the sender says the file is called; null where it says nothing. */
  readonly fileName: string | null;
  /** The part's `Content-Type` without parameters, lower case; null where it has none. */
  readonly mediaType: string | null;
  /** A window into the body: no byte is copied. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const MAX_PARTS = 64;
/** RFC 2046, section 5.1.1. */
const MAX_BOUNDARY_LENGTH = 70;
const MAX_PART_HEADER_BYTES = 8192;
/**
 * How often content may look like the boundary before it is none: by chance never, while a body that is made of it holds
 * up the thread of all requests for a quarter of a minute.
 */
const MAX_LOOKALIKES = 1000;
const CRLF = '\r\n';
const DISPOSITION = /^content-disposition:[ \t]*form-data([^\r\n]*)/gim;
/** A parameter of a header: consumed whole, so that nothing inside a quoted text is taken for another one. */
const PARAMETER = /;[ \t]*([\w*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g;

/** The boundary that a `multipart/form-data` content type names, or null. */
export function boundaryOf(contentType: string): string | null {
  return parameterIn(contentType, 'boundary');
}

/**
 * Splits a body that was read whole into its parts (RFC 7578), in place. A streaming parser would copy each file once
 * more and take milliseconds for what is one search for the boundary; all bytes must be here before a scan can be
 * screened anyway.
 * Fails with `malformed-request`.
 */
export function parseMultipart(body: Uint8Array<ArrayBuffer>, boundary: string): Outcome<readonly Part[]> {
  if (boundary.length > MAX_BOUNDARY_LENGTH) {
    return malformed(
      `The boundary has ${boundary.length} characters, more than ${MAX_BOUNDARY_LENGTH}: choose a shorter one.`,
    );
  }
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const parts: Part[] = [];
  const opening = `--${boundary}`;
  let at = bytes.indexOf(opening, 0, 'latin1');
  if (at < 0) return malformed(`The body does not contain its boundary "${boundary}".`);
  at += opening.length;

  for (;;) {
    if (bytes.toString('latin1', at, at + 2) === '--') return succeed(parts);
    if (parts.length === MAX_PARTS) return malformed(`A scan has at most ${MAX_PARTS} parts.`);

    const headersAt = endOfDelimiter(bytes, at);
    if (headersAt === null) return malformed('The body ends before its closing boundary.');
    const headersEnd = bytes.indexOf(CRLF + CRLF, headersAt - CRLF.length, 'latin1');
    if (headersEnd < 0) return malformed('A part has no empty line between its headers and its content.');
    if (headersEnd - headersAt > MAX_PART_HEADER_BYTES) return malformed("A part's headers are longer than 8 KiB.");

    const contentAt = headersEnd + 2 * CRLF.length;
    const contentEnd = nextDelimiter(bytes, `${CRLF}${opening}`, contentAt - CRLF.length);
    if (contentEnd === 'too many lookalikes') {
      return malformed(`The content holds the boundary "${boundary}" all over: choose one that is not in it.`);
    }
    if (contentEnd === null) return malformed('The body ends before its closing boundary.');
    const headers = bytes.toString('utf8', headersAt, Math.max(headersAt, headersEnd));
    const dispositions = [...headers.matchAll(DISPOSITION)].map(([, parameters = '']) => parameters);
    const [disposition = ''] = dispositions;
    const [name = null, ...otherNames] = parametersIn(disposition, 'name');
    if (dispositions.length > 1 || otherNames.length > 0) {
      return malformed('A part has several names or Content-Disposition headers: give it one.');
    }
    if (name === null) return malformed('A part has no name in its Content-Disposition header.');
    parts.push({
      name,
      fileName: parameterIn(disposition, 'filename'),
      mediaType: /^content-type:[ \t]*([^;\r\n]*)/im.exec(headers)?.[1]?.trim().toLowerCase() || null,
      bytes: body.subarray(Math.min(contentAt, contentEnd), contentEnd),
    });
    at = contentEnd + CRLF.length + opening.length;
  }
}

/** After a boundary: optional blanks, then a line end. Null where something else follows. */
function endOfDelimiter(bytes: Buffer, at: number): number | null {
  let end = at;
  while (bytes[end] === 0x20 || bytes[end] === 0x09) end++;
  return bytes[end] === 0x0d && bytes[end + 1] === 0x0a ? end + 2 : null;
}

/** Content may contain the boundary with more letters after it: that is no delimiter. Null where there is none. */
function nextDelimiter(bytes: Buffer, delimiter: string, from: number): number | null | 'too many lookalikes' {
  let at = bytes.indexOf(delimiter, from, 'latin1');
  for (let lookalikes = 0; at >= 0; lookalikes++) {
    const after = at + delimiter.length;
    if (bytes.toString('latin1', after, after + 2) === '--' || endOfDelimiter(bytes, after) !== null) return at;
    if (lookalikes === MAX_LOOKALIKES) return 'too many lookalikes';
    at = bytes.indexOf(delimiter, at + 1, 'latin1');
  }
  return null;
}

type ParameterName = 'name' | 'filename' | 'boundary';

/** A parameter of a header's value; null where it is missing or empty. */
function parameterIn(value: string, parameter: ParameterName): string | null {
  return parametersIn(value, parameter)[0] ?? null;
}

/** What a parameter of a header's value is said to be, each time that it is named; null for nothing. */
function parametersIn(value: string, parameter: ParameterName): readonly (string | null)[] {
  return [...value.matchAll(PARAMETER)]
    .filter(([, key = '']) => key.toLowerCase() === parameter)
    .map(([, , quoted, token]) => quoted || token || null);
}

function malformed(sentence: string) {
  return fail('malformed-request', `${sentence} Send multipart/form-data as RFC 7578 describes it.`);
}
