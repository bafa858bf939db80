import { textTable } from '../command-line/text-table.ts';
import type { MergedReport } from './merged-report.ts';
import { mergedTables } from './merged-tables.ts';

/** The merged report on a terminal. */
export function mergedText(report: MergedReport): string {
  const { ports, notes } = report;
  return [
    textTable(
      ['port', 'threats', 'benign scans', 'report', 'made'],
      ports.map(({ name, threats, benigns, reportId, madeAt }) => [
        ...[name, String(threats), String(benigns), reportId, madeAt.slice(0, 10)],
      ]),
    ),
    '',
    ...mergedTables(report).flatMap(({ title, head, rows }) => [title, textTable(head, rows), '']),
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');
}
