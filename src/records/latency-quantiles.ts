import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { LatencyQuantiles } from '../domain/comparison/live-comparison.ts';
import { isPostgres } from './is-postgres.ts';
import type { Tables } from './tables.ts';

type Screenings = SelectQueryBuilder<Tables, 'screenings', object>;

/** SQLite takes 500 queries in one, and merges fewer faster than it sorts. */
const MERGED_PORTS = 100;

/** How long these screenings took, of an index that has each port's in order; null where there are none. */
export function latencyQuantiles(db: Kysely<Tables>, screenings: Screenings): Promise<LatencyQuantiles | null> {
  return isPostgres(db) ? sortedQuantiles(screenings) : mergedQuantiles(screenings);
}

async function sortedQuantiles(screenings: Screenings): Promise<LatencyQuantiles | null> {
  const quantiles = sql<readonly number[] | null>`
    percentile_disc(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY total_ms)
  `;
  const { n, values } = await screenings
    .select(({ fn }) => [fn.countAll<number>().as('n'), quantiles.as('values')])
    .executeTakeFirstOrThrow();
  const [p50Ms, p90Ms, p99Ms] = values ?? [];
  if (p50Ms === undefined || p90Ms === undefined || p99Ms === undefined) return null;
  return { n, p50Ms, p90Ms, p99Ms };
}

async function mergedQuantiles(screenings: Screenings): Promise<LatencyQuantiles | null> {
  const ports = await screenings
    .select(({ fn }) => ['port', fn.countAll<number>().as('n')])
    .groupBy('port')
    .execute();
  const lists = ports.map(({ port }) => screenings.where('port', '=', port).select('total_ms'));
  const [first, ...others] = lists.length > MERGED_PORTS ? [screenings.select('total_ms')] : lists;
  if (first === undefined) return null;
  const all = others.reduce((merged, list) => merged.unionAll(list), first);
  const n = ports.reduce((sum, port) => sum + port.n, 0);
  // An offset is walked: from the nearer end of the indexes.
  const quantile = async (share: number) => {
    const before = Math.ceil(share * n) - 1;
    const behind = n - 1 - before;
    const { total_ms } = await all
      .orderBy('total_ms', before <= behind ? 'asc' : 'desc')
      .limit(1)
      .offset(Math.min(before, behind))
      .executeTakeFirstOrThrow();
    return total_ms;
  };
  const [p50Ms, p90Ms, p99Ms] = await Promise.all([quantile(0.5), quantile(0.9), quantile(0.99)]);
  return { n, p50Ms, p90Ms, p99Ms };
}
