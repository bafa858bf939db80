import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import { conforms } from '../../../domain/language/conforms.ts';
import { schemaError } from '../../../formats/schema-error.ts';
import { readJson } from '../../files/read-json.ts';
import { REPORT_VERSION, type Report, ReportSchema } from './report.ts';

/**
 * Reads a `report.json` of `scanbench bench`. Fails with the file's name and why it is none: it cannot be read, is another
 * kind of file, comes from another version of Scanbench, or has a field that is wrong.
 */
export async function readReport(file: string): Promise<Outcome<Report>> {
  const read = await readJson(file, 'name the report.json that scanbench bench --out wrote');
  if (!read.ok) return read;
  const json = read.value;
  if (conforms(ReportSchema, json)) return succeed(json);
  return fail('malformed-request', `${file} ${whyNone(json)}`);
}

function whyNone(json: unknown): string {
  const { kind, version } = headOf(json);
  if (kind !== 'scanbench-report') {
    const found = typeof kind === 'string' ? `its kind is "${kind}"` : 'it names no kind';
    return `is no report of scanbench bench (${found}): give the report.json that scanbench bench --out wrote.`;
  }
  if (typeof version !== 'number') {
    return 'is damaged: it names no version of the report; give the report.json as scanbench bench --out wrote it.';
  }
  if (version !== REPORT_VERSION) {
    const made = version > REPORT_VERSION ? 'a newer' : 'an older';
    return (
      `was written by ${made} Scanbench (report version ${version}, this one reads ${REPORT_VERSION}): ` +
      'run scanbench bench anew, with the same Scanbench for all reports.'
    );
  }
  const error = schemaError(ReportSchema, json);
  return `is damaged: ${error?.field || 'the report'} ${error?.message ?? 'is not what bench/report.schema.json says'}; run scanbench bench anew.`;
}

function headOf(json: unknown): { readonly kind?: unknown; readonly version?: unknown } {
  return typeof json === 'object' && json !== null ? json : {};
}
