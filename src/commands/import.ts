import { stat } from 'node:fs/promises';
import { Command } from 'commander';
import { succeed } from '../domain/failure.ts';
import { counted, countedOf } from '../domain/language/counted.ts';
import { unreadable } from '../domain/language/unreadable.ts';
import { importPilot } from './archive/import-pilot.ts';
import { WANTED_ARCHIVE } from './archive/wanted-archive.ts';
import { EXIT_WRONG_USAGE, endCommand } from './command-line/exit.ts';
import { print } from './command-line/print.ts';
import { useRecords } from './command-line/use-records.ts';

const KEEPING = `
Everything is checked before anything is written. What is on record already stays as it is, so that the same archive
can be imported twice; a scan that is on record with other content stops the import, and is named. The service may be
running.

Examples:
  scanbench import pilot.tar.gz --dry-run
  scanbench import pilot.tar.gz`;

/** `scanbench import`. */
export function importCommand(): Command {
  return new Command('import')
    .description('take an archive of scanbench export into the records')
    .argument('<file>', 'the archive, .tar or .tar.gz')
    .option('--dry-run', 'only check it, and say what would be added')
    .option('--json', 'print JSON for machines')
    .addHelpText('after', KEEPING)
    .action(run);
}

async function run(path: string, { dryRun, json }: { readonly dryRun?: true; readonly json?: true }): Promise<void> {
  const found = await stat(path).catch((error: unknown) => unreadable(path, error, WANTED_ARCHIVE));
  if (typeof found === 'string') return endCommand(found, EXIT_WRONG_USAGE);
  if (!found.isFile()) return endCommand(`${path} is no file: ${WANTED_ARCHIVE}.`, EXIT_WRONG_USAGE);
  await useRecords(
    async (records) => {
      const imported = await importPilot(records, { path, isDryRun: dryRun === true });
      if (!imported.ok) {
        if (imported.failure.code !== 'conflict') return imported;
        // What the records have already is no fault of the call.
        endCommand(imported.failure.message);
        return succeed(undefined);
      }
      const { scans, screenings, inspections, pictures, reports } = imported.value;
      if (json) print(JSON.stringify({ ...imported.value, isDryRun: dryRun === true }));
      else {
        process.stdout.write(
          `${dryRun ? 'Would add' : 'Added'} ${countedOf(scans.added, scans.inArchive, 'scan')}, ${counted(screenings, 'screening')}, ${counted(inspections, 'inspection')}, ` +
            `${counted(pictures, 'picture')}, ${counted(reports, 'report')}; the rest was there already.\n`,
        );
      }
      return succeed(undefined);
    },
    { begins: true },
  );
}
