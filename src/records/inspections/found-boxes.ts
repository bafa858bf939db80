import { Type } from 'typebox';
import type { FoundBox } from '../../domain/comparison/inspection.ts';
import { deleteScanCure, readColumn } from '../read-column.ts';
import type { InspectionsTable } from '../tables.ts';

const FoundBoxesSchema = Type.Array(
  Type.Object({
    view: Type.String(),
    box: Type.Object({ x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() }),
  }),
);

/** Where officers found something, of an inspection on record. Throws `BrokenRow`. */
export function readFoundBoxes({
  scan_id,
  version,
  boxes,
}: Pick<InspectionsTable, 'scan_id' | 'version' | 'boxes'>): FoundBox[] {
  return readColumn(FoundBoxesSchema, boxes, {
    what: `the boxes of the inspection ${version} of the scan ${scan_id}`,
    cure: deleteScanCure(scan_id),
  });
}
