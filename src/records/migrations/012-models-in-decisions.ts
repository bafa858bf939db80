import type { Generated, Kysely, Migration } from 'kysely';

/** With which model and threshold each decision of a set was made: a comparison must not mix them without a word. */
export const modelsInDecisions: Migration = {
  async up(untyped: Kysely<unknown>) {
    const db = untyped.withTables<Tables>();
    const numbers = new Map<string, number>();
    const before = await db
      .selectFrom('decision_sets')
      .select(({ fn }) => fn.max<number | null>('id').as('id'))
      .executeTakeFirst();
    for (let after = ''; ; ) {
      const scans = await db
        .selectFrom('scans')
        .select('id')
        .where('id', '>', after)
        .where('decision_set', 'is not', null)
        .orderBy('id')
        .limit(PAGE)
        .execute();
      const last = scans.at(-1);
      if (last === undefined) break;
      after = last.id;
      const page = scans.map(({ id }) => id);
      await db.updateTable('scans').set({ decision_set: null }).where('id', 'in', page).execute();
      for (const [decisions, ids] of await decisionsOf(db, page)) {
        const number = numbers.get(decisions) ?? (await numberOf(db, decisions));
        numbers.set(decisions, number);
        await db.updateTable('scans').set({ decision_set: number }).where('id', 'in', ids).execute();
      }
    }
    // Without models: no scan has them any more.
    const newest = before?.id ?? null;
    if (newest !== null) await db.deleteFrom('decision_sets').where('id', '<=', newest).execute();
  },
};

const PAGE = 500;

/** The tables as they are at this step, as far as it uses them. */
type Tables = {
  scans: { id: string; decision_set: number | null };
  screenings: {
    scan_id: string;
    technology: string;
    decision: string;
    role: string;
    model_sha256: string;
    threshold: number;
  };
  decision_sets: { id: Generated<number>; decisions: string };
};

/** The scans of each text. */
async function decisionsOf(db: Kysely<Tables>, scanIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const screenings = await db
    .selectFrom('screenings')
    .select(['scan_id', 'technology', 'decision', 'role', 'model_sha256', 'threshold'])
    .where('scan_id', 'in', scanIds)
    .execute();
  const entriesOf = new Map<string, (readonly [string, string, string, string, number])[]>();
  for (const { scan_id, technology, decision, role, model_sha256, threshold } of screenings) {
    const entries = entriesOf.get(scan_id) ?? [];
    entriesOf.set(scan_id, entries);
    entries.push([technology, decision, role, model_sha256.slice(0, 12), threshold]);
  }
  const scansOf = new Map<string, string[]>();
  for (const [id, entries] of entriesOf) {
    const text = JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    scansOf.set(text, [...(scansOf.get(text) ?? []), id]);
  }
  return scansOf;
}

async function numberOf(db: Kysely<Tables>, decisions: string): Promise<number> {
  const added = db.insertInto('decision_sets').values({ decisions }).returning('id');
  return (await added.executeTakeFirstOrThrow()).id;
}
