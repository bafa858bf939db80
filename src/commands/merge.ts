import { resolve } from 'node:path';
import { Command } from 'commander';
import { installedVersion } from '../installation.ts';
import { newId } from '../records/new-id.ts';
import { readReport } from './bench/report/read-report.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { openOutputFolder } from './files/output-folder.ts';
import { replaceFiles } from './files/replace-file.ts';
import type { PortReport } from './merge/group-technologies.ts';
import { mergedHtml } from './merge/html/merged-html.ts';
import { mergeReports } from './merge/merge-reports.ts';
import { mergedMarkdown } from './merge/merged-markdown.ts';
import { mergedText } from './merge/merged-text.ts';
import { portNames } from './merge/port-names.ts';

interface MergeArguments {
  readonly out?: string;
  readonly json?: true;
}

/** `scanbench merge`: one report over several ports, from what each may give away. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description(
      'one report over several ports, from counts and score histograms: no scan, no picture, no container number',
    )
    .argument('<reports...>', 'report.json of each port, two or more; name=file says what the port is called')
    .option('-o, --out <dir>', 'where report.json, report.html and report.md are written')
    .option('--json', 'print the merged report as JSON for machines')
    .addHelpText(
      'after',
      `
What each port found is added up and shown beside the others: Pd and Pfa with exact bounds, curves and AUROC from
histograms of scores, latencies in classes, and whether the ports differ by more than chance (Cochran's Q, I²).
Technologies are added up where weights and thresholds are the same; else they stand apart, with a sentence.
A report given twice, or two on the same scans, is refused. A port may empty the list "scans" of its report before it
gives it away: merge needs none of it.

Without a name, a port is called after its file, or after the folder of a report.json.

Examples:
  scanbench merge rotterdam/report.json hamburg/report.json --out both
  scanbench merge Rotterdam=r.json Hamburg=h.json Antwerp=a.json --out all`,
    )
    .action(run);
}

async function run(given: readonly string[], { out, json }: MergeArguments): Promise<void> {
  if (given.length < 2) {
    return endCommand(
      'merge takes two reports or more, one of each port (scanbench merge --help shows how).',
      EXIT_WRONG_USAGE,
    );
  }
  const named = portNames(given);
  if (!named.ok) return endCommand(named.failure.message, EXIT_WRONG_USAGE);
  const lost = named.value.find(({ file }) => out !== undefined && resolve(file) === resolve(out, 'report.json'));
  if (lost !== undefined) {
    return endCommand(
      `${lost.file}, the report of ${lost.port}, would be written over: name another folder with --out.`,
      EXIT_WRONG_USAGE,
    );
  }
  const ports: PortReport[] = [];
  for (const { port, file } of named.value) {
    const report = await readReport(file);
    if (!report.ok) return endWithFailure(report.failure);
    ports.push({ port, report: report.value });
  }
  const made = { id: newId(), madeAt: new Date().toISOString(), scanbench: installedVersion() };
  const merged = mergeReports(ports, made);
  if (!merged.ok) return endWithFailure(merged.failure);
  const report = merged.value;
  if (out !== undefined) {
    const made = await openOutputFolder(out);
    if (!made.ok) return endCommand(made.failure.message, EXIT_WRONG_USAGE);
    await replaceFiles(out, {
      'report.json': `${JSON.stringify(report, null, 1)}\n`,
      'report.html': mergedHtml(report),
      'report.md': mergedMarkdown(report),
    });
  }
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${mergedText(report)}\n`);
}
