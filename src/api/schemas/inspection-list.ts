import { Type } from 'typebox';

const Switch = (description: string) => Type.Enum(['true', 'false'], { type: 'string', default: 'false', description });

/** The query of `POST /v1/inspections`. */
export const ImportQuerySchema = Type.Object(
  {
    days: Type.Integer({
      minimum: 1,
      maximum: 366,
      default: 7,
      description: 'How many days before its inspection a container may have been scanned.',
    }),
    utcOffset: Type.String({
      pattern: '^(Z|[+-]\\d{2}:\\d{2})$',
      default: 'Z',
      description: 'Of dates that come without one, e.g. +01:00.',
    }),
    skipUnmatched: Switch('true leaves out rows without a scan; else one of them keeps back the whole list.'),
    dryRun: Switch('true says what would happen and writes nothing.'),
  },
  { additionalProperties: false },
);

export const InspectionListBody = {
  required: true,
  content: {
    'text/csv': {
      schema: {
        type: 'string',
        description: 'UTF-8, separated by commas, semicolons or tabs.',
        examples: [
          'containerNumber,inspectedAt,outcome,selectedBy,category\nCSQU3054383,2026-03-01 14:05,threat,alarm,weapons\n',
        ],
      },
    },
  },
};

const Count = (description: string) => Type.Integer({ minimum: 0, description });

export const ImportReportSchema = Type.Object(
  {
    state: Type.Enum(['imported', 'dry-run']),
    rows: Count('Rows of the list.'),
    matched: Count('Rows whose scan was found.'),
    recorded: Count('Scans that had no inspection before.'),
    corrected: Count('Scans whose inspection said something else before.'),
    unchanged: Count('Scans whose inspection said the same.'),
    problems: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() }), {
      description: 'Rows that were left out, or would keep back the list.',
    }),
  },
  { title: 'ImportReport' },
);
