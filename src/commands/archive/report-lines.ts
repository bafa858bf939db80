import { type Static, Type } from 'typebox';
import { ReportDocumentSchema, ReportOrderSchema } from '../../api/schemas/report.ts';
import { FAILURE_CODES } from '../../domain/failure.ts';
import { REPORT_FILES } from '../../records/reports/report-files.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';
import { closed } from '../files/schema-parts.ts';
import { Id, Moment, momentText, PortCode, Sha256 } from './line-parts.ts';

/** What one file of a report may have. */
const MAX_REPORT_FILE_BYTES = 1_073_741_824;
const MomentOrNull = Type.Union([Moment, Type.Null()]);

const ReportFileSchema = Type.Object(
  {
    name: Type.Enum(REPORT_FILES),
    bytes: Type.Integer({ minimum: 0, maximum: MAX_REPORT_FILE_BYTES }),
    sha256: Sha256,
  },
  closed,
);

/** A line of `reports.jsonl`: the files are in `reports/<id>/`. */
export const ReportLineSchema = Type.Object(
  {
    id: Id,
    port: PortCode,
    state: Type.Enum(['finished', 'failed']),
    createdAt: Moment,
    startedAt: MomentOrNull,
    endedAt: MomentOrNull,
    plan: Type.String({ maxLength: 256 }),
    request: ReportOrderSchema,
    summary: ReportDocumentSchema.properties.summary,
    failure: Type.Union([
      Type.Object(
        {
          code: Type.Enum(FAILURE_CODES),
          message: Type.String(),
          technology: Type.Optional(Type.String()),
          retryAfterSeconds: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        closed,
      ),
      Type.Null(),
    ]),
    files: Type.Array(ReportFileSchema, { maxItems: REPORT_FILES.length }),
  },
  closed,
);

export type ReportLine = Static<typeof ReportLineSchema>;
export type ReportFileLine = Static<typeof ReportFileSchema>;

export function reportRowOf(line: ReportLine): ReportsTable {
  const { id, port, state, plan, request, summary, failure } = line;
  return {
    id,
    port,
    state,
    created_at: Date.parse(line.createdAt),
    started_at: line.startedAt === null ? null : Date.parse(line.startedAt),
    ended_at: line.endedAt === null ? null : Date.parse(line.endedAt),
    plan,
    request: JSON.stringify(request),
    summary: summary === null ? null : JSON.stringify(summary),
    failure: failure === null ? null : JSON.stringify(failure),
  };
}

/** As JSON text: what was asked for and what it came to go from the records into the archive as they are. */
export function reportLineText(row: ReportsTable, files: readonly ReportFileLine[]): string {
  const { id, port, state, created_at, started_at, ended_at, plan, request, summary, failure } = row;
  const moments = {
    createdAt: momentText(created_at),
    startedAt: started_at === null ? null : momentText(started_at),
    endedAt: ended_at === null ? null : momentText(ended_at),
  };
  const head = JSON.stringify({ id, port, state, ...moments, plan });
  return `${head.slice(0, -1)},"request":${request},"summary":${summary},"failure":${failure},"files":${JSON.stringify(files)}}`;
}
