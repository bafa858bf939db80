import { Command } from 'commander';
import { readReport } from './bench/report/read-report.ts';
import { EXIT_FAILED, EXIT_WRONG_USAGE, endCommand } from './command-line/exit.ts';
import { parseShare } from './command-line/parse-options.ts';
import { compareReports } from './compare/compare-reports.ts';
import { comparisonText } from './compare/comparison-text.ts';

interface CompareArguments {
  readonly technology?: readonly string[];
  readonly gate?: true;
  readonly speedMargin: number;
  readonly json?: true;
}

/** What a repeated run on the same machine may differ by. */
const SPEED_MARGIN = 0.05;

/** `scanbench compare`: what changed from one report to another, and whether it is worse. */
export function compareCommand(): Command {
  return new Command('compare')
    .description('what changed from one report of scanbench bench to another, with bounds; a gate for CI')
    .usage('<first> <second> [options]')
    .argument('<first>', 'report.json of what there was')
    .argument('<second>', 'report.json of what there is now')
    .option('-t, --technology <id...>', 'compare these alone; first=second where their ids differ')
    .option('--gate', 'exit with 1 where the second is worse beyond its uncertainty')
    .option(
      '--speed-margin <share>',
      'a longer time counts once its bounds lie beyond this share, which a repeated run may differ by',
      parseShare,
      SPEED_MARGIN,
    )
    .option('--json', 'print the comparison as JSON for machines')
    .addHelpText(
      'after',
      `
Scans are known by their pixels. Where both reports hold the same ones, they are compared scan by scan (McNemar, Tango,
DeLong, drawn thresholds); else as independent samples, which is said. Times are divided only where machine, software,
timed scans and the load by other programs are the same; else they stand beside each other.

The gate looks, for each technology, at Pd and Pfa at the threshold as shipped, at scans without a score (those that
it failed on are among them), at timed queries that failed, at p50 and p90 of the single-stream latency, and at what
is lost: a technology that the second report lacks, or of whose speed it gives no figure and the first did. A measure
is worse where its p-value, by Holm over all of these, is below 5 %; a latency only where its bounds also lie beyond
--speed-margin. What cannot be compared does not stop the gate, and is said.

Exit codes: 0 compared, and with --gate nothing is worse; 1 with --gate, something is; 2 called wrongly, or with a file
that is no report.

Examples:
  scanbench compare main/report.json branch/report.json --gate
  scanbench compare report.json report.json --technology tip-unet@onnx-cpu=tip-unet-int8@onnx-cpu
  scanbench compare a.json b.json --json | jq .worse`,
    )
    .action(run);
}

async function run(
  firstFile: string,
  secondFile: string,
  { technology = [], gate, speedMargin, json }: CompareArguments,
): Promise<void> {
  const first = await readReport(firstFile);
  if (!first.ok) return endCommand(first.failure.message, EXIT_WRONG_USAGE);
  const second = await readReport(secondFile);
  if (!second.ok) return endCommand(second.failure.message, EXIT_WRONG_USAGE);
  const compared = compareReports(
    { file: firstFile, report: first.value },
    { file: secondFile, report: second.value },
    { technologies: technology, speedMargin },
  );
  if (!compared.ok) return endCommand(compared.failure.message, EXIT_WRONG_USAGE);
  process.stdout.write(json ? `${JSON.stringify(compared.value)}\n` : `${comparisonText(compared.value)}\n`);
  if (gate && compared.value.worse.length > 0) process.exitCode = EXIT_FAILED;
}
