import { type RawBuilder, sql } from 'kysely';

/**
 * The id of a scan or a report where it is of this port, else null, as a value within a statement. It is looked for at one
 * place of an index that has the ports in front, where those of others are not: so the time of the answer does not tell a
 * port that another one has it. By its id alone it would be found first, and its port seen then.
 */
export function ownId(kind: 'scans' | 'reports', id: string, port: string | null): RawBuilder<string> {
  if (port === null) return sql<string>`${id}`;
  return sql<string>`(
    SELECT nearest.id FROM (
      SELECT port, id FROM ${sql.table(kind)} WHERE (port, id) >= (${port}, ${id}) ORDER BY port, id LIMIT 1
    ) AS nearest WHERE nearest.port = ${port} AND nearest.id = ${id}
  )`;
}
