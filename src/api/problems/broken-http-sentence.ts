const TWO_LENGTHS = 'The request has both Content-Length and Transfer-Encoding: send one of them.';
const LINE_END = 'A line ends without CR and LF: end each line of the request, its headers and its chunks with both.';

/** What Node's parser calls a fault, and what was sent then. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 'The request did not arrive whole in time: send it again, faster.'],
  ['HPE_HEADER_OVERFLOW', 'The headers are longer than 16 KiB, the address included: send less in them.'],
  [
    'HPE_INVALID_METHOD',
    'The request begins with no method of HTTP/1.1: write one in capitals, such as GET. What is meant for HTTPS is ' +
      'answered only where the service has a certificate.',
  ],
  [
    'HPE_INVALID_URL',
    'The address has a character that none may have, or does not begin with a slash: write others than ASCII with percent signs.',
  ],
  ['HPE_INVALID_CONSTANT', 'The address is not followed by HTTP/1.1: write a space in an address as %20.'],
  ['HPE_INVALID_VERSION', 'The first line does not end in HTTP/1.1, CR and LF: send that version.'],
  ['HPE_PAUSED_H2_UPGRADE', 'This is HTTP/2, which is not spoken here: send HTTP/1.1.'],
  [
    'HPE_INVALID_CONTENT_LENGTH',
    'The Content-Length header is no number of bytes that can be read: send one in decimal digits.',
  ],
  ['HPE_UNEXPECTED_CONTENT_LENGTH', 'The request has several Content-Length headers: send one.'],
  ['HPE_INVALID_TRANSFER_ENCODING', 'The Transfer-Encoding header is not chunked: send that, or a Content-Length.'],
  [
    'HPE_INVALID_CHUNK_SIZE',
    'A chunk of the body has a size that is no number of bytes: write it in hexadecimal digits, before CR and LF.',
  ],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'A chunk of the body has extensions of more than 16 KiB: leave them out.'],
  ['HPE_STRICT', 'A chunk of the body is longer than its size says, or does not end with CR and LF: correct its size.'],
  ['HPE_CR_EXPECTED', LINE_END],
  ['HPE_LF_EXPECTED', LINE_END],
  ['HPE_UNEXPECTED_SPACE', 'The first header begins with a space: begin it with its name.'],
  ['HPE_INVALID_EOF_STATE', 'The connection was ended before the whole request had arrived: send all of it.'],
]);

/** Of faults that have one name and several cures, the words that tell them apart. */
const BY_REASON: readonly { readonly code: string; readonly word: RegExp; readonly sentence: string }[] = [
  { code: 'HPE_INVALID_CONTENT_LENGTH', word: /Transfer-Encoding/, sentence: TWO_LENGTHS },
  { code: 'HPE_INVALID_TRANSFER_ENCODING', word: /Content-Length/, sentence: TWO_LENGTHS },
  {
    code: 'HPE_INVALID_HEADER_TOKEN',
    word: /whitespace after header value/,
    sentence: 'A header goes on in a second line: write it in one.',
  },
  {
    code: 'HPE_INVALID_HEADER_TOKEN',
    word: /value char/,
    sentence: 'The value of a header has a control character: leave it out.',
  },
  {
    code: 'HPE_INVALID_HEADER_TOKEN',
    word: /./,
    sentence: 'A header has no name that can be read: write the name, a colon at once, and the value.',
  },
];

/** Cause and cure of HTTP that Node's parser refused, by its code and, where that stands for several, its reason. */
export function brokenHttpSentence(code = '', reason: unknown = ''): string {
  const special = BY_REASON.find((one) => one.code === code && one.word.test(String(reason)));
  return special?.sentence ?? SENTENCES.get(code) ?? 'This is not HTTP/1.1: send that.';
}
