import { Type } from 'typebox';
import { DECISIONS } from '../../domain/screening/decision.ts';
import { ScanDocumentSchema } from './scan-document.ts';

const Moment = (description: string) =>
  Type.String({ format: 'date-time', maxLength: 64, description, examples: ['2026-03-01T00:00:00Z'] });

/** The query of `GET /v1/scans`. */
export const ScanListQuerySchema = Type.Object(
  {
    cursor: Type.Optional(
      Type.String({ format: 'uuid', description: 'nextCursor of the page before; without it the newest scans.' }),
    ),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
    decision: Type.Optional(
      Type.Enum(DECISIONS, { type: 'string', description: "The champion's, or that of technology where it is given." }),
    ),
    technology: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Screened with this one.' })),
    containerNumber: Type.Optional(Type.String({ maxLength: 32, description: 'ISO 6346 with check digit' })),
    from: Type.Optional(Moment('Received at this moment or later.')),
    to: Type.Optional(Moment('Received before this moment.')),
  },
  { additionalProperties: false },
);

export const ScanListSchema = Type.Object({
  items: Type.Array(ScanDocumentSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()], { description: 'Null on the last page.' }),
});
