import stringWidth from 'string-width';

type Row = readonly string[];

/** Of a terminal; what goes into a file or a pipe may be as wide as it is. */
const terminalWidth = () => process.stdout.columns ?? Number.POSITIVE_INFINITY;

/**
 * Lays rows out in columns for a terminal: left-aligned, two spaces apart, a rule under the head. Where that is wider than
 * the terminal, which would break every line, each row is a block of its own under its first cell, without
 * what is empty.
 */
export function textTable(head: Row, rows: readonly Row[], widthLimit = terminalWidth()): string {
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map((cell) => stringWidth(cell))),
  );
  const width = widths.reduce((sum, each) => sum + each + 2, -2);
  if (width > widthLimit) return textBlocks(head, rows);
  const line = (cells: Row) =>
    widths
      .map((each, column) => filled(cells[column] ?? '', each))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((each) => '─'.repeat(each)).join('  '), ...rows.map(line)].join('\n');
}

function textBlocks([, ...titles]: Row, rows: readonly Row[]): string {
  const titleWidth = Math.max(...titles.map((title) => stringWidth(title)));
  return rows
    .flatMap(([name = '', ...cells]) => [
      name,
      ...titles.flatMap((title, i) => (cells[i] ? [`  ${filled(title, titleWidth)}  ${cells[i]}`] : [])),
    ])
    .join('\n');
}

// By the columns that a terminal takes for it: a Chinese character takes two.
function filled(cell: string, width: number): string {
  return cell + ' '.repeat(width - stringWidth(cell));
}
