import { markdownTable } from '../bench/markdown/markdown-table.ts';
import { markdownText } from '../report-text/markdown-text.ts';
import type { MergedReport } from './merged-report.ts';
import { mergedTables } from './merged-tables.ts';

/** The merged report to read: what to know before relying on it, the tables, and what it was made of. */
export function mergedMarkdown(report: MergedReport): string {
  const { madeAt, scanbench, ports, technologies, notes } = report;
  return [
    '# Several ports together',
    '',
    `Made ${madeAt.slice(0, 10)} by Scanbench ${scanbench} of ${ports.length} reports, from counts and histograms; no scan was read.`,
    '',
    ...notes.map((note) => `- **Note.** ${markdownText(note)}`),
    ...(notes.length === 0 ? [] : ['']),
    ...mergedTables(report).flatMap(({ title, head, rows }) => [title, '', ...markdownTable(head, rows), '']),
    '## What it was made of',
    '',
    ...table(
      ['port', 'threats', 'benign scans', 'report', 'made', 'Scanbench', 'machine'],
      ports.map(({ name, threats, benigns, reportId, madeAt: made, scanbench: by, cpu, usableCpus }) => [
        ...[
          markdownText(name),
          String(threats),
          String(benigns),
          `\`${reportId}\``,
          made.slice(0, 10),
          markdownText(by),
          `${markdownText(cpu)}, ${usableCpus} CPUs`,
        ],
      ]),
    ),
    '',
    ...table(
      ['technology', 'version', 'weights', 'thresholds'],
      technologies.map(({ label, model, operatingPoints }) => [
        ...[markdownText(label), markdownText(model.version), `\`${model.sha256.slice(0, 12)}\``],
        operatingPoints.map(({ name, threshold }) => `${markdownText(name)} ${threshold}`).join(', '),
      ]),
    ),
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
