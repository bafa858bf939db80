import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';

// What a port asks for is looked for in an index that has the port in front, where nothing of other ports is passed over.
// Databases take another way where they think it shorter; these conditions mean the same and leave them none.

/** That a column holds the port, for what is wanted in the order of ports: sorted by a constant, PostgreSQL would walk another order. */
export function isOfPort(column: string, port: string): RawBuilder<SqlBool> {
  const its = sql.ref(column);
  return sql<SqlBool>`(${its} >= ${port} AND ${its} <= ${port})`;
}

/** When a scan was received; within a port not by the index of moments, which has the scans of all ports. */
export function receivedAt(port: string | null): RawBuilder<number> {
  const moment = sql.ref<number>('scans.received_at');
  return port === null ? moment : sql<number>`${moment} + 0`;
}

/** That there is such a row: looked for scan by scan, where `EXISTS` might read the rows of all scans first. */
export function foundForEach(row: Expression<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`${row} IS NOT NULL`;
}
