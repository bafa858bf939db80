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
    ...notes.map((note) => `- **Note.** ${note}`),
    ...(notes.length === 0 ? [] : ['']),
    ...mergedTables(report).flatMap(({ title, head, rows }) => [title, '', ...table(head, rows), '']),
    '## What it was made of',
    '',
    ...table(
      ['port', 'threats', 'benign scans', 'report', 'made', 'Scanbench', 'machine'],
      ports.map(({ name, threats, benigns, reportId, madeAt: made, scanbench: by, cpu, usableCpus }) => [
        ...[
          name,
          String(threats),
          String(benigns),
          `\`${reportId}\``,
          made.slice(0, 10),
          by,
          `${cpu}, ${usableCpus} CPUs`,
        ],
      ]),
    ),
    '',
    ...table(
      ['technology', 'version', 'weights', 'thresholds'],
      technologies.map(({ label, model, operatingPoints }) => [
        ...[label, model.version, `\`${model.sha256.slice(0, 12)}\``],
        operatingPoints.map(({ name, threshold }) => `${name} ${threshold}`).join(', '),
      ]),
    ),
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
