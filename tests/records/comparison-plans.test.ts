import { CompiledQuery, Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fillPilot } from '../../bench/pilot-queries/fill-pilot.ts';
import { createComparisonRecords, PARTED_BY } from '../../src/records/comparisons.ts';
import { openPostgres } from '../../src/records/postgres.ts';
import type { Tables } from '../../src/records/tables.ts';
import { createPostgresDatabase, hasPostgres } from './databases.ts';
import { openTestRecords } from './test-records.ts';

describe.skipIf(!hasPostgres)('a comparison on PostgreSQL', () => {
  it('finds the inspected scans in an index alone, however they are parted', async () => {
    const url = await createPostgresDatabase();
    const { db, commit, gate } = await openTestRecords(url);
    await fillPilot({ commit }, 3000);
    await sql`VACUUM ANALYZE`.execute(db);
    const asked: CompiledQuery[] = [];
    const watched = new Kysely<Tables>({
      dialect: openPostgres(url).dialect,
      log: ({ query }) => void asked.push(query),
    });
    onTestFinished(() => watched.destroy());
    const comparisons = createComparisonRecords(watched, gate);
    for (const by of [null, ...PARTED_BY]) await comparisons.inspected({ port: null }, by);

    const counts = asked.filter((query) => query.sql.includes('"inspections"'));
    expect(counts).toHaveLength(1 + PARTED_BY.length);
    for (const { sql: statement, parameters } of counts) {
      const explain = CompiledQuery.raw(`EXPLAIN ${statement}`, [...parameters]);
      const { rows } = await db.executeQuery<Record<string, string>>(explain);
      const plan = rows.flatMap((row) => Object.values(row)).join('\n');
      expect(plan).toContain('Index Only Scan using scans_by_port on scans');
      expect(plan).not.toContain('Seq Scan on scans');
    }
  });
});
