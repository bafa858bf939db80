import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { INSPECTION_OUTCOMES, SELECTED_BY } from '../../domain/comparison/inspection.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { inTurns } from '../../domain/language/in-turns.ts';
import { parseContainerNumber } from '../../domain/scan/container-number.ts';
import { inChunks } from '../../records/in-chunks.ts';
import { whyNoCsv } from './broken-csv.ts';
import type { ListedInspection, RowProblem } from './listed-inspection.ts';
import { readInspectedAt } from './read-inspected-at.ts';

export interface CsvInspections {
  readonly rows: readonly ListedInspection[];
  /** Rows that are not formed as described. */
  readonly problems: readonly RowProblem[];
}

const NEEDED = ['containerNumber', 'inspectedAt', 'outcome', 'selectedBy'] as const;
const COLUMNS = [...NEEDED, 'category'] as const;
const MAX_CATEGORY_LENGTH = 64;
/** Read in one turn: a thousand rows. */
const PIECE_BYTES = 65_536;
const LINE_BREAK = '\n';

/**
 * Reads a list of inspections: a header with the columns above in any order, then a row each. Separated by commas, or by
 * semicolons or tabs as office programs of much of Europe write them; quotes, a byte order mark and empty lines are as
 * usual, and a row of empty cells is an empty line. Dates without an offset are of `utcOffset`. Other work has its turns
 * meanwhile: a list may have a hundred thousand rows. Fails with `invalid-inspection` where the file is no such list.
 */
export async function readInspectionCsv(text: string, utcOffset: string): Promise<Outcome<CsvInspections>> {
  const records = await parseRecords(text);
  if (!records.ok) return records;
  const [header, ...body] = records.value;
  if (header === undefined)
    return fail('invalid-inspection', `The list is empty: begin with the line ${COLUMNS.join(',')}.`);
  const columns = columnsOf(header);
  if (!columns.ok) return columns;

  const rows: ListedInspection[] = [];
  const problems: RowProblem[] = [];
  for await (const lines of inTurns(inChunks(body))) {
    for (const { line, cells } of lines) {
      const cell = (name: (typeof COLUMNS)[number]) => cells[columns.value.indexOf(name)]?.trim() ?? '';
      const row =
        cells.length === columns.value.length ? readRow(cell, line, utcOffset) : wrongCount(cells, columns.value);
      if (row.ok) rows.push(row.value);
      else problems.push({ line, reason: row.failure.message });
    }
  }
  return succeed({ rows, problems });
}

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

async function parseRecords(text: string): Promise<Outcome<readonly Line[]>> {
  const records: Line[] = [];
  let lastRead = 0;
  // The parser would count a break of two characters within quotes twice.
  const plain = text.replaceAll(/\r\n?/g, LINE_BREAK);
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    record_delimiter: LINE_BREAK,
    skip_empty_lines: true,
    // Rows of separators alone, which office programs write for rows that were emptied.
    skip_records_with_empty_values: true,
    relax_column_count: true,
    // A row of several lines, with a break within quotes, is named by its first one.
    on_record: (cells: readonly string[], { lines }) => {
      const breaks = cells.join('').split(LINE_BREAK).length - 1;
      lastRead = lines;
      records.push({ line: lines - breaks, cells });
      return null;
    },
  });
  try {
    await pipeline(inTurns(piecesOf(Buffer.from(plain))), parser.resume());
    return succeed(records);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return fail('invalid-inspection', `The list is no CSV that can be read: ${whyNoCsv(error, plain, lastRead)}.`);
  }
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) yield bytes.subarray(start, start + PIECE_BYTES);
}

/** The header, the first line that is not empty, has names only, so that what stands between them is the separator. */
function delimiterOf(text: string): string {
  const [header = ''] = /\S.*/.exec(text) ?? [];
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

function columnsOf({ line, cells }: Line): Outcome<readonly (typeof COLUMNS)[number][]> {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
  const columns: (typeof COLUMNS)[number][] = [];
  for (const name of cells) {
    const column = COLUMNS.find((known) => plain(known) === plain(name));
    if (column === undefined || columns.includes(column)) {
      const what = column === undefined ? 'an unknown column' : 'twice the column';
      const message = `Line ${line} of the list has ${what} ${JSON.stringify(name.slice(0, 40))}; the columns are ${COLUMNS.join(', ')}, of which category may be left out.`;
      return fail('invalid-inspection', message);
    }
    columns.push(column);
  }
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length === 0) return succeed(columns);
  return fail(
    'invalid-inspection',
    `Line ${line} of the list lacks the columns ${missing.join(', ')}: the first line names them.`,
  );
}

function readRow(
  cell: (name: (typeof COLUMNS)[number]) => string,
  line: number,
  utcOffset: string,
): Outcome<ListedInspection> {
  const number = parseContainerNumber(cell('containerNumber'));
  if (!number.ok) return fail('invalid-inspection', number.failure.message.replace(/\.$/, ''));
  const inspected = readInspectedAt(cell('inspectedAt'), utcOffset);
  if (!inspected.ok) return inspected;
  const outcome = INSPECTION_OUTCOMES.find((known) => known === cell('outcome').toLowerCase());
  if (outcome === undefined) return wrongWord('outcome', cell('outcome'), INSPECTION_OUTCOMES);
  const selectedBy = SELECTED_BY.find((known) => known === cell('selectedBy').toLowerCase());
  if (selectedBy === undefined) return wrongWord('selectedBy', cell('selectedBy'), SELECTED_BY);
  const category = cell('category') === '' ? null : cell('category');
  if (category !== null && outcome === 'benign') {
    return fail('invalid-inspection', 'it is benign, so it has no category: leave it empty');
  }
  if (category !== null && category.length > MAX_CATEGORY_LENGTH) {
    return fail('invalid-inspection', `its category has more than ${MAX_CATEGORY_LENGTH} characters`);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for; PostgreSQL takes no NUL.
  if (category !== null && /[\u0000-\u001f\u007f]/.test(category)) {
    return fail('invalid-inspection', 'its category has a control character, such as a line break');
  }
  return succeed({ line, containerNumber: number.value, inspected: inspected.value, outcome, selectedBy, category });
}

function wrongCount(cells: readonly string[], columns: readonly string[]) {
  return fail('invalid-inspection', `it has ${cells.length} cells, but the first line names ${columns.length} columns`);
}

function wrongWord(column: string, found: string, known: readonly string[]) {
  return fail(
    'invalid-inspection',
    `${column} is ${JSON.stringify(found.slice(0, 40))}; it is one of ${known.join(', ')}`,
  );
}
