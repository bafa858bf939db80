import { Command } from 'commander';
import { readConfig } from '../config/read-config.ts';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { counted } from '../domain/language/counted.ts';
import type { Records } from '../records/open-records.ts';
import { countExpired, type RetentionOptions, runRetention } from '../records/retention.ts';
import { EXIT_WRONG_USAGE, endCommand } from './command-line/exit.ts';
import { parseWhole } from './command-line/parse-options.ts';
import { useRecords } from './command-line/use-records.ts';

interface RetentionRunOptions {
  readonly days?: number;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `scanbench retention run`. */
export function retentionCommand(): Command {
  const command = new Command('retention').description('forget what is older than it may be kept');
  command
    .command('run')
    .description('remove pictures and container numbers of old scans now, as the service does every hour')
    .option(
      '--days <n>',
      'older than so many days; SCANBENCH_RETENTION_DAYS by default',
      parseWhole('--days', 1, 36_500),
    )
    .option('--dry-run', 'only say what would be removed')
    .option('--json', 'print JSON for machines')
    .addHelpText(
      'after',
      '\nThe service may be running. There is no way back: try --dry-run first.\n\nExample:\n  scanbench retention run --days 30 --dry-run',
    )
    .action(run);
  return command;
}

async function run({ days, dryRun, json }: RetentionRunOptions): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) return endCommand(read.message, EXIT_WRONG_USAGE);
  const retentionDays = days ?? read.config.retentionDays;
  if (retentionDays === 0 && dryRun) {
    return endCommand('Nothing expires: set SCANBENCH_RETENTION_DAYS, or name --days.', EXIT_WRONG_USAGE);
  }
  const options = { retentionDays, nowMs: Date.now() };
  await useRecords((records) => (dryRun ? foresee(records, options, json) : forget(records, options, json)));
}

async function foresee(records: Records, options: RetentionOptions, json?: true): Promise<Outcome<void>> {
  const outcome = await countExpired(records, options);
  if (!outcome.ok) return outcome;
  const { scans, pictures } = outcome.value;
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...options, ...outcome.value, isDryRun: true })}\n`
      : `Would make pseudonyms of the containers of ${counted(scans, 'scan')} older than ${counted(options.retentionDays, 'day')}, and remove ` +
          `${counted(pictures, 'picture')}.\n`,
  );
  return succeed(undefined);
}

/** What was forgotten stays forgotten; scans that could not be are an error of the run. */
async function forget(records: Records, options: RetentionOptions, json?: true): Promise<Outcome<void>> {
  const outcome = await runRetention(records, options);
  if (!outcome.ok) return outcome;
  const { scans, pictures, files, damaged } = outcome.value;
  const expired =
    options.retentionDays === 0
      ? 'No scan expires, because SCANBENCH_RETENTION_DAYS is 0 and --days is not named'
      : `${counted(scans, 'scan')} older than ${counted(options.retentionDays, 'day')} ${scans === 1 ? 'is' : 'are'} pseudonymous now`;
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...options, ...outcome.value, isDryRun: false })}\n`
      : `${expired}; ${counted(pictures, 'picture')} and ${counted(files, 'file')} that nothing names any more are gone.\n`,
  );
  const [first, ...others] = damaged;
  if (first === undefined) return succeed(undefined);
  const more = others.length === 0 ? '' : ` The same is true of ${others.length} more.`;
  return fail('records-unavailable', `The containers of a scan could not be forgotten: ${first}${more}`);
}
