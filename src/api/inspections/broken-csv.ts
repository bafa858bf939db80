/** What is wrong with a row, by the parser's code for it. */
const WHY_BROKEN: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'has a quote that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'has a cell that goes on behind its closing quote',
  INVALID_OPENING_QUOTE: 'has a quote within a cell that does not begin with one',
};

/** What a parser of CSV says of a text that it cannot read. */
interface ParserWords {
  readonly code: string;
  readonly message: string;
}

/**
 * Why a text is no CSV, and in which row, as a clause. The parser tells the line on which it gave up: where a quote is open,
 * that of the next quote, or the last one of the text. `lastRead` is the line on which the last row ended that it could read.
 */
export function whyNoCsv({ code, message }: ParserWords, text: string, lastRead: number): string {
  const why = WHY_BROKEN[code];
  const beyond = text.split('\n').slice(lastRead);
  const first = beyond.findIndex((line) => line.includes('"'));
  if (why === undefined || first < 0) return message;
  return `the row of line ${lastRead + first + 1} ${why}; put a cell with quotes in it into quotes as a whole, and write each of its own twice`;
}
