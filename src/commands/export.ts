import { Command, InvalidArgumentError } from 'commander';
import { succeed } from '../domain/failure.ts';
import { counted } from '../domain/language/counted.ts';
import { appendAudit } from '../records/access/audit.ts';
import { type ArchiveFilter, countArchived } from '../records/archive/archived-rows.ts';
import { checkArchivePath, exportPilot } from './archive/export-pilot.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { parseMoment } from './command-line/parse-moment.ts';
import { parsePort } from './command-line/parse-port.ts';
import { print } from './command-line/print.ts';
import { startProgress } from './command-line/progress.ts';
import { useRecords } from './command-line/use-records.ts';

interface ExportCommandOptions {
  readonly out: string;
  readonly from?: number;
  readonly to?: number;
  readonly port?: string;
  readonly images?: true;
  readonly withContainerNumbers?: true;
  readonly json?: true;
}

const EXAMPLES = `
The archive holds scans, screenings, inspections, technologies and reports as lines of JSON, the files of the reports,
and a manifest with the number of lines and the SHA-256 of each file of lines. Container numbers and consignments are
pseudonyms in it: the same for the same container, and nobody finds the number without this host. The service may be
running; scans that wait to be screened, and reports that are not made yet, are left out, and so are reports with a
gallery of scans unless --images asks for pictures.

Examples:
  scanbench export --out pilot.tar.gz
  scanbench export --out march.tar --from 2026-03-01 --to 2026-04-01 --port NLRTM --images`;

/** `scanbench export`. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write the records of a pilot into one archive')
    .requiredOption('-o, --out <file>', 'the archive, .tar or .tar.gz; it must not exist', parseOut)
    .option('--from <moment>', 'scans that arrived from then on, e.g. 2026-03-01', parseMoment)
    .option('--to <moment>', 'scans that arrived before', parseMoment)
    .option('-p, --port <code>', 'only scans of this port (UN/LOCODE)', parsePort)
    .option('--images', 'also the pictures: law-enforcement data')
    .option('--with-container-numbers', 'container numbers and consignments as they are on record')
    .option('--json', 'print JSON for machines')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run({ out, from, to, port, images, json, ...options }: ExportCommandOptions): Promise<void> {
  if (from !== undefined && to !== undefined && from > to) {
    return endCommand('The period ends before it begins: --from must not be later than --to.', EXIT_WRONG_USAGE);
  }
  const writable = await checkArchivePath(out);
  if (!writable.ok) return endWithFailure(writable.failure);
  const withContainerNumbers = options.withContainerNumbers === true;
  const filter: ArchiveFilter = { port: port ?? null, from: from ?? null, to: to ?? null };
  await useRecords(async (records) => {
    const total = await records.gate.attempt(() => countArchived(records.db, filter));
    if (!total.ok) return total;
    const progress = startProgress('export', total.value);
    const leftOutReports: string[] = [];
    const attempted = await records.gate.attempt(() =>
      exportPilot(records, {
        path: out,
        filter,
        withImages: images === true,
        withContainerNumbers,
        onPage(scans) {
          for (let n = 0; n < scans; n++) progress.advance();
        },
        onReportLeftOut: (id) => leftOutReports.push(id),
      }),
    );
    progress.stop();
    const exported = attempted.ok ? attempted.value : attempted;
    if (!exported.ok) return exported;
    const { parts } = exported.value;
    const linesOf = (name: string) => parts.find((part) => part.name === name)?.lines ?? 0;
    // As the import counts them: two scans that share a file have a picture each.
    const pictures = linesOf('pictures.jsonl');
    const details = {
      scans: linesOf('scans.jsonl'),
      pictures,
      reports: linesOf('reports.jsonl'),
      withContainerNumbers,
    };
    const audited = await records.commit.write((transaction) =>
      appendAudit(transaction, { at: Date.now(), actor: null, action: 'records.export', subject: null, details }),
    );
    if (!audited.ok) return audited;
    if (json) print(JSON.stringify({ file: out, ...exported.value, leftOutReports }, null, 2));
    else {
      process.stdout.write(
        `${out}: ${counted(linesOf('scans.jsonl'), 'scan')}, ${counted(linesOf('screenings.jsonl'), 'screening')}, ` +
          `${counted(linesOf('inspections.jsonl'), 'inspection')}, ${counted(pictures, 'picture')}, ${counted(linesOf('reports.jsonl'), 'report')}; ` +
          `container numbers ${withContainerNumbers ? 'as recorded: handle it as you handle them' : 'as pseudonyms'}.\n`,
      );
      if (leftOutReports.length > 0) print(whyLeftOut(leftOutReports));
    }
    return succeed(undefined);
  });
}

function whyLeftOut(ids: readonly string[]): string {
  return `Left out: ${counted(ids.length, 'report')} with a gallery of scans, which only --images takes along (${ids.join(', ')}).`;
}

function parseOut(text: string): string {
  if (/\.tar(\.gz)?$/.test(text)) return text;
  throw new InvalidArgumentError('Name a file that ends in .tar or .tar.gz.');
}
