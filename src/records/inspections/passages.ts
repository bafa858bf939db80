import type { Kysely } from 'kysely';
import { Type } from 'typebox';
import type { Outcome } from '../../domain/failure.ts';
import { inTurns } from '../../domain/language/in-turns.ts';
import type { ViewReport } from '../../domain/screening/scan.ts';
import { inChunks } from '../in-chunks.ts';
import type { NameContainer } from '../metadata/pseudonymous-metadata.ts';
import { ownId } from '../own-id.ts';
import { deleteScanCure, readColumn } from '../read-column.ts';
import type { RecordsGate } from '../records-gate.ts';
import type { Tables } from '../tables.ts';

/** A scan as far as an inspection needs to know it: when the container passed, and what was seen of it. */
export interface Passage {
  readonly scanId: string;
  /** Milliseconds since 1970: when it was captured, or received where the scanner did not say. */
  readonly passedAt: number;
  /** Empty until it was screened. */
  readonly views: readonly Pick<ViewReport, 'name' | 'widthPx' | 'heightPx'>[];
}

/** A passage of a container that is searched for by its number. */
export interface NumberedPassage extends Omit<Passage, 'views'> {
  readonly containerNumber: string;
}

export interface PassageRecords {
  /** Null where there is no such scan, or none of this port. */
  find(scanId: string, port: string | null): Promise<Outcome<Passage | null>>;
  /** Every passage of these containers, in no order; also those whose container is a pseudonym by now. */
  ofContainers(numbers: readonly string[], port: string | null): Promise<Outcome<readonly NumberedPassage[]>>;
}

const PassageViewsSchema = Type.Array(
  Type.Object({ name: Type.String(), widthPx: Type.Number(), heightPx: Type.Number() }),
);

export function createPassageRecords(
  db: Kysely<Tables>,
  gate: RecordsGate,
  nameContainer: NameContainer,
): PassageRecords {
  return {
    find: (scanId, port) =>
      gate.attempt(async () => {
        const row = await db
          .selectFrom('scans')
          .select(['captured_at', 'received_at', 'views'])
          .where('id', '=', ownId('scans', scanId, port))
          .executeTakeFirst();
        if (row === undefined) return null;
        const views = readColumn(PassageViewsSchema, row.views, {
          what: `the views of the scan ${scanId}`,
          cure: deleteScanCure(scanId),
        });
        return { scanId, passedAt: row.captured_at ?? row.received_at, views };
      }),
    ofContainers: (numbers, port) =>
      gate.attempt(async () => {
        const passages: NumberedPassage[] = [];
        for await (const chunk of inTurns(inChunks(numbers))) {
          const numberOf = new Map(
            chunk.flatMap((number) => [number, nameContainer(number)].map((name) => [name, number])),
          );
          const found = db
            .selectFrom('scan_containers')
            .innerJoin('scans', 'scans.id', 'scan_containers.scan_id')
            .select(['container_number as name', 'scans.id as scanId'])
            .select(({ fn }) => fn.coalesce('captured_at', 'received_at').as('passedAt'))
            .where('container_number', 'in', [...numberOf.keys()]);
          const rows = await (port === null ? found : found.where('scan_containers.port', '=', port)).execute();
          for (const { name, ...passage } of rows) {
            passages.push({ ...passage, containerNumber: numberOf.get(name) ?? name });
          }
        }
        return passages;
      }),
  };
}
