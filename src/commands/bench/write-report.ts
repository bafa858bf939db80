import { mkdir } from 'node:fs/promises';
import { scoresCsv } from '../evaluation/scores-csv.ts';
import { replaceFiles } from '../files/replace-file.ts';
import type { Gallery } from './gallery/gallery.ts';
import { reportHtml } from './html/report-html.ts';
import { reportMarkdown } from './markdown/report-markdown.ts';
import { speedCsv } from './report/speed-csv.ts';
import type { BenchRun } from './run-plan.ts';

/**
 * Writes all files of a report into a folder, which is made where it is not there: all of them, or none. Pictures of scans are in the page
 * alone, and only where there is a gallery.
 */
export async function writeReport(
  folder: string,
  { report, scans }: BenchRun,
  gallery: Gallery | null = null,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const ids = report.technologies.map(({ id }) => id);
  await replaceFiles(folder, {
    'report.json': `${JSON.stringify(report, null, 1)}\n`,
    'report.html': reportHtml(report, gallery),
    'report.md': reportMarkdown(report),
    'speed.csv': speedCsv(report),
    'scores.csv': scoresCsv(ids, scans),
  });
}
