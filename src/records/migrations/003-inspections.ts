import type { Kysely, Migration } from 'kysely';

/**
 * What officers found; and beside each scan and screening, what comparisons are counted from: indexes alone, so that
 * documents of a kilobyte stay out of the way.
 */
export const inspections: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('inspections')
      .addColumn('scan_id', 'text', (column) => column.notNull().references('scans.id').onDelete('cascade'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('selected_by', 'text', (column) => column.notNull())
      .addColumn('category', 'text')
      .addColumn('boxes', 'text', (column) => column.notNull())
      .addColumn('inspected_at', 'bigint', (column) => column.notNull())
      .addColumn('recorded_at', 'bigint', (column) => column.notNull())
      .addColumn('recorded_by', 'text')
      .addColumn('superseded_at', 'bigint')
      .addPrimaryKeyConstraint('inspections_key', ['scan_id', 'version'])
      .execute();

    await db.schema.alterTable('scans').addColumn('cargo', 'text').execute();
    await db.schema
      .alterTable('scans')
      .addColumn('decisions', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
    const screenings = db.schema.alterTable('screenings');
    await screenings.addColumn('port', 'text', (column) => column.notNull().defaultTo('')).execute();
    await screenings.addColumn('lane_id', 'text').execute();
    await screenings.addColumn('cargo', 'text').execute();
    await screenings.addColumn('received_at', 'bigint', (column) => column.notNull().defaultTo(0)).execute();
    await fillIn(db.withTables<Tables>());

    await db.schema
      .createIndex('scans_by_decisions')
      .on('scans')
      .columns(['port', 'decisions', 'received_at', 'lane_id', 'cargo'])
      .execute();
    await db.schema
      .createIndex('screenings_by_latency')
      .on('screenings')
      .columns(['technology', 'total_ms', 'port', 'received_at', 'lane_id', 'cargo'])
      .execute();
  },
};

/** The tables as this step leaves them, as far as it reads them: a later version may have others. */
type Tables = {
  scans: {
    id: string;
    port: string;
    lane_id: string | null;
    received_at: number;
    cargo: string | null;
    decisions: string;
    metadata: string;
  };
  screenings: {
    scan_id: string;
    technology: string;
    decision: string;
    role: string;
    port: string;
    lane_id: string | null;
    received_at: number;
    cargo: string | null;
  };
};

/** Works out for the scans that are there what later ones are written with. */
async function fillIn(db: Kysely<Tables>): Promise<void> {
  let after = '';
  for (;;) {
    const scans = await db
      .selectFrom('scans')
      .select(['id', 'port', 'lane_id', 'received_at', 'metadata'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(500)
      .execute();
    for (const { id, metadata, ...facts } of scans) {
      const screenings = await db
        .selectFrom('screenings')
        .select(['technology', 'decision', 'role'])
        .where('scan_id', '=', id)
        .orderBy('technology')
        .execute();
      const cargo = cargoOf(JSON.parse(metadata));
      const decisions = JSON.stringify(
        screenings.map(({ technology, decision, role }) => [technology, decision, role]),
      );
      await db.updateTable('scans').set({ cargo, decisions }).where('id', '=', id).execute();
      await db
        .updateTable('screenings')
        .set({ ...facts, cargo })
        .where('scan_id', '=', id)
        .execute();
      after = id;
    }
    if (scans.length === 0) return;
  }
}

/** `declaredCargo` as it was for this version. */
function cargoOf(metadata: { readonly declaredEmpty?: boolean; readonly hsCodes?: readonly string[] }): string | null {
  if (metadata.declaredEmpty === true) return 'empty';
  const chapters = [...new Set((metadata.hsCodes ?? []).map((code) => code.slice(0, 2)))];
  if (chapters.length > 1) return 'mixed';
  return chapters[0] === undefined ? null : `hs-${chapters[0]}`;
}
