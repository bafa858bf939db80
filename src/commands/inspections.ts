import { isUtf8 } from 'node:buffer';
import { Command, InvalidArgumentError } from 'commander';
import { type Imported, importInspections } from '../api/inspections/import-inspections.ts';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { countedOf } from '../domain/language/counted.ts';
import { unreadable } from '../domain/language/unreadable.ts';
import { EXIT_FAILED, endWithFailure } from './command-line/exit.ts';
import { parseWhole } from './command-line/parse-options.ts';
import { parsePort } from './command-line/parse-port.ts';
import { print } from './command-line/print.ts';
import { useRecords } from './command-line/use-records.ts';
import { readFileGiven } from './files/read-file-given.ts';

interface ImportCommandOptions {
  readonly port?: string;
  readonly days: number;
  readonly utcOffset: string;
  readonly skipUnmatched?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Lines of problems on a terminal; `--json` has all of them. */
const SHOWN_PROBLEMS = 50;

/** `scanbench inspections import`. */
export function inspectionsCommand(): Command {
  const command = new Command('inspections').description('put on record what officers found');
  command
    .command('import')
    .description('record a list of inspections by container number and date; all of its rows, or none')
    .argument('<file>', 'CSV in UTF-8, with commas, semicolons or tabs')
    .option('--port <code>', 'only scans of this port (UN/LOCODE); by default of all', parsePort)
    .option(
      '--days <n>',
      'how long before its inspection a container may have been scanned',
      parseWhole('--days', 1, 366),
      7,
    )
    .option('--utc-offset <offset>', 'of dates that come without one, e.g. +01:00', parseOffset, 'Z')
    .option('--skip-unmatched', 'leave out rows without a scan; else one of them keeps back the whole list')
    .option('--dry-run', 'say what would happen, and write nothing; ends with 1 where the list would be refused')
    .option('--json', 'print what became of the rows as JSON for machines')
    .addHelpText(
      'after',
      `
The first line names the columns: containerNumber, inspectedAt, outcome (threat, benign), selectedBy (alarm, random,
risk-profile, other) and, if you like, category. Dates: 2026-03-01, 2026-03-01 14:05 or 1.3.2026. Each row is of the
last scan of its container before it was inspected. The records are those that the settings name (SCANBENCH_DATA_DIR,
SCANBENCH_DATABASE_URL); the service may run meanwhile, but does not count these inspections in its metrics.

Example:
  scanbench inspections import march.csv --port NLRTM --utc-offset +01:00 --dry-run`,
    )
    .action(runImport);
  return command;
}

async function runImport(file: string, options: ImportCommandOptions): Promise<void> {
  const csv = await readUtf8(file);
  if (!csv.ok) return endWithFailure(csv.failure);
  await useRecords(async (records) => {
    const imported = await importInspections(
      records,
      csv.value,
      { keyId: null, port: options.port ?? null },
      {
        days: options.days,
        utcOffset: options.utcOffset,
        skipUnmatched: options.skipUnmatched === true,
        dryRun: options.dryRun === true,
      },
    );
    if (!imported.ok) {
      const { code, message } = imported.failure;
      return code === 'invalid-inspection' ? fail(code, `${file}: ${message}`) : imported;
    }
    const { report, isRefused } = imported.value;
    print(options.json ? JSON.stringify(report, null, 2) : describe(file, imported.value, options));
    if (isRefused) process.exitCode = EXIT_FAILED;
    return succeed(undefined);
  });
}

function describe(file: string, { report, isRefused }: Imported, { skipUnmatched }: ImportCommandOptions): string {
  const { state, rows, matched, recorded, corrected, unchanged, problems } = report;
  const shown = problems.slice(0, SHOWN_PROBLEMS).map(({ line, reason }) => `${file}, line ${line}: ${reason}`);
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more; --json has all of them`);
  const cure = skipUnmatched
    ? 'correct the list'
    : 'correct the list, or leave out rows without a scan with --skip-unmatched';
  const found = `${countedOf(matched, rows, 'row')} ${matched === 1 ? 'has' : 'have'} a scan`;
  const last = {
    imported: `${found}: ${recorded} recorded, ${corrected} corrected, ${unchanged} as they were.`,
    refused: `${found}. Nothing was recorded: ${cure}.`,
    'dry-run': `${found}. Nothing was recorded, as --dry-run says${isRefused ? `, and as it is nothing would be: ${cure}` : ''}.`,
  }[state];
  return [...shown, last].join('\n');
}

async function readUtf8(file: string): Promise<Outcome<string>> {
  let bytes: Buffer;
  try {
    bytes = await readFileGiven(file);
  } catch (error) {
    return fail('not-found', unreadable(file, error, 'name the list in it'));
  }
  if (isUtf8(bytes)) return succeed(new TextDecoder().decode(bytes));
  const line = lineOfOther(bytes);
  return fail('malformed-request', `${file}, line ${line}: this is no text in UTF-8; save the list in that encoding.`);
}

/** The first line that is in another encoding; a break of lines is the same byte in all that have one. */
function lineOfOther(bytes: Buffer): number {
  const lines = bytes.toString('latin1').split('\n');
  return 1 + lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1')));
}

function parseOffset(text: string): string {
  if (/^(Z|[+-]\d{2}:\d{2})$/.test(text)) return text;
  throw new InvalidArgumentError('An offset is written as +01:00, -05:00 or Z.');
}
