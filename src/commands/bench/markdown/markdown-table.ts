import { markdownText } from '../../report-text/markdown-text.ts';

/** The lines of a table in Markdown; cells are text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.map(markdownText).join(' | ')} |`),
  ];
}
