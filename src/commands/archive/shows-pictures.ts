import { type Static, Type } from 'typebox';
import { readColumn } from '../../records/read-column.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';

const GallerySchema = Type.Object({ gallery: Type.Optional(Type.Boolean()) });

/** Whether the page of a report shows scans: they were asked for with it, and lie within the file. Throws `BrokenRow`. */
export function showsPictures({ id, state, request }: Pick<ReportsTable, 'id' | 'state' | 'request'>): boolean {
  if (state !== 'finished') return false;
  const order: Static<typeof GallerySchema> = readColumn(GallerySchema, request, {
    what: `the order of the report ${id}`,
    cure: `remove that report (DELETE /v1/reports/${id})`,
  });
  return order.gallery === true;
}
