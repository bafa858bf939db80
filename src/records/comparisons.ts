import { type Kysely, sql } from 'kysely';
import type { Outcome } from '../domain/failure.ts';
import type { InspectionOutcome, SelectedBy } from '../domain/inspection.ts';
import { type DecisionEntry, parseDecisions } from './decisions.ts';
import type { RecordsGate } from './records-gate.ts';
import type { Tables } from './tables.ts';

/** Which scans are compared. Moments are milliseconds since 1970, of receipt; `from` is included and `to` is not. */
export interface ComparedScans {
  readonly port: string | null;
  readonly laneId?: string;
  /** See `declaredCargo`. */
  readonly cargo?: string;
  readonly from?: number;
  readonly to?: number;
}

/** What a comparison can be parted by. Weeks begin on Mondays, 00:00 UTC. */
export const PARTED_BY = ['port', 'lane', 'cargo', 'week'] as const;
export type PartedBy = (typeof PARTED_BY)[number];

/** Scans on which all technologies decided the same. */
export interface DecisionCount {
  /** The port, the lane, the cargo, or the number of the week since 5 January 1970; null where there is none, or nothing is parted. */
  readonly part: string | null;
  readonly decisions: readonly DecisionEntry[];
  readonly scans: number;
}

/** Those of them that were inspected, by the inspection that counts. */
export interface InspectedCount extends DecisionCount {
  readonly selectedBy: SelectedBy;
  readonly outcome: InspectionOutcome;
}

/** Times of all screenings of one technology in milliseconds, read from a sorted list: no estimate. */
export interface LatencyQuantiles {
  readonly n: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
}

export interface ComparisonRecords {
  /** How often which decisions came together; the same ones come once for each port. */
  decisions(scans: ComparedScans, partedBy: PartedBy | null): Promise<Outcome<readonly DecisionCount[]>>;
  /** The same of the inspected scans. */
  inspected(scans: ComparedScans, partedBy: PartedBy | null): Promise<Outcome<readonly InspectedCount[]>>;
  /** Null where it screened none. */
  latency(technology: string, scans: ComparedScans): Promise<Outcome<LatencyQuantiles | null>>;
  /** The newest scores of a technology at one threshold, at most so many. */
  newestScores(
    technology: string,
    threshold: number,
    scans: ComparedScans,
    limit: number,
  ): Promise<Outcome<readonly number[]>>;
}

/** Everything here is counted by the database, from the indexes of migration 003: no scan is loaded. */
export function createComparisonRecords(db: Kysely<Tables>, gate: RecordsGate): ComparisonRecords {
  return {
    decisions: (scans, partedBy) =>
      gate.attempt(async () => {
        const rows = await scansOf(db, scans, partedBy)
          .select(({ fn }) => fn.countAll<number>().as('scans'))
          .groupBy(['scans.port', 'scans.decisions', ...(partedBy === null ? [] : (['part'] as const))])
          .execute();
        return rows.map((row) => ({ ...row, decisions: parseDecisions(row.decisions) }));
      }),
    inspected: (scans, partedBy) =>
      gate.attempt(async () => {
        const rows = await scansOf(db, scans, partedBy)
          .innerJoin('inspections', 'inspections.scan_id', 'scans.id')
          .where('inspections.superseded_at', 'is', null)
          .select(['inspections.selected_by as selectedBy', 'inspections.outcome'])
          .select(({ fn }) => fn.countAll<number>().as('scans'))
          .groupBy(['scans.decisions', 'part', 'inspections.selected_by', 'inspections.outcome'])
          .execute();
        return rows.map((row) => ({ ...row, decisions: parseDecisions(row.decisions) }));
      }),
    latency: (technology, scans) =>
      gate.attempt(async () => {
        const own = screeningsOf(db, technology, scans);
        const { n } = await own.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
        if (n === 0) return null;
        const quantile = async (share: number) => {
          const { total_ms } = await own
            .select('total_ms')
            .orderBy('total_ms')
            .limit(1)
            .offset(Math.ceil(share * n) - 1)
            .executeTakeFirstOrThrow();
          return total_ms;
        };
        const [p50Ms, p90Ms, p99Ms] = await Promise.all([quantile(0.5), quantile(0.9), quantile(0.99)]);
        return { n, p50Ms, p90Ms, p99Ms };
      }),
    newestScores: (technology, threshold, scans, limit) =>
      gate.attempt(async () => {
        const rows = await screeningsOf(db, technology, scans)
          .select('score')
          .where('threshold', '=', threshold)
          .where('score', 'is not', null)
          .orderBy('scan_id', 'desc')
          .limit(limit)
          .execute();
        return rows.flatMap(({ score }) => (score === null ? [] : [score]));
      }),
  };
}

const PARTS = {
  port: sql<string | null>`scans.port`,
  lane: sql<string | null>`scans.lane_id`,
  cargo: sql<string | null>`scans.cargo`,
  // Whole weeks since Monday, 5 January 1970; written out, because SQLite would bind a number as a fraction.
  week: sql<string | null>`CAST((scans.received_at - 345600000) / 604800000 AS TEXT)`,
} as const satisfies Readonly<Record<PartedBy, unknown>>;

function scansOf(db: Kysely<Tables>, { port, laneId, cargo, from, to }: ComparedScans, partedBy: PartedBy | null) {
  let scans = db
    .selectFrom('scans')
    .select('scans.decisions')
    .select((partedBy === null ? sql<string | null>`NULL` : PARTS[partedBy]).as('part'));
  if (port !== null) scans = scans.where('scans.port', '=', port);
  if (laneId !== undefined) scans = scans.where('scans.lane_id', '=', laneId);
  if (cargo !== undefined) scans = scans.where('scans.cargo', '=', cargo);
  if (from !== undefined) scans = scans.where('scans.received_at', '>=', from);
  if (to !== undefined) scans = scans.where('scans.received_at', '<', to);
  return scans;
}

function screeningsOf(db: Kysely<Tables>, technology: string, { port, laneId, cargo, from, to }: ComparedScans) {
  let own = db.selectFrom('screenings').where('technology', '=', technology);
  if (port !== null) own = own.where('port', '=', port);
  if (laneId !== undefined) own = own.where('lane_id', '=', laneId);
  if (cargo !== undefined) own = own.where('cargo', '=', cargo);
  if (from !== undefined) own = own.where('received_at', '>=', from);
  if (to !== undefined) own = own.where('received_at', '<', to);
  return own;
}
