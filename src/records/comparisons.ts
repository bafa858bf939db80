import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Outcome } from '../domain/failure.ts';
import type { InspectionOutcome, SelectedBy } from '../domain/inspection.ts';
import type { LatencyQuantiles } from '../domain/live-comparison.ts';
import { type DecisionEntry, readDecisionSets } from './decisions.ts';
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

export interface ComparisonRecords {
  /** How often which decisions came together; the same ones of a part may come several times. */
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

/** Everything here is counted by the database, from the indexes of migrations 003, 008 and 009: no scan is loaded. */
export function createComparisonRecords(db: Kysely<Tables>, gate: RecordsGate): ComparisonRecords {
  return {
    decisions: (scans, partedBy) =>
      gate.attempt(async () => {
        const rows = await db
          .selectFrom('scans')
          .select(['scans.decision_set', partOf(partedBy)])
          .select(({ fn }) => fn.countAll<number>().as('scans'))
          .where(isAmong(scans))
          .groupBy(GROUPED_BY[partedBy ?? 'port'])
          .execute();
        return withDecisions(rows, await readDecisionSets(db));
      }),
    inspected: (scans, partedBy) =>
      gate.attempt(async () => {
        const rows = await db
          .selectFrom('inspections')
          // Few scans are inspected: SQLite takes the tables of a cross join in this order.
          .crossJoin('scans')
          .whereRef('scans.id', '=', 'inspections.scan_id')
          .where('inspections.superseded_at', 'is', null)
          .where(isAmong(scans))
          .select(['scans.decision_set', partOf(partedBy)])
          .select(['inspections.selected_by as selectedBy', 'inspections.outcome'])
          .select(({ fn }) => fn.countAll<number>().as('scans'))
          .groupBy(['scans.decision_set', 'part', 'inspections.selected_by', 'inspections.outcome'])
          .execute();
        return withDecisions(rows, await readDecisionSets(db));
      }),
    latency: (technology, scans) =>
      gate.attempt(async () => {
        const own = screeningsOf(db, technology, scans);
        const { n } = await own.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
        if (n === 0) return null;
        // An offset is walked: from the nearer end of the index.
        const quantile = async (share: number) => {
          const before = Math.ceil(share * n) - 1;
          const behind = n - 1 - before;
          const { total_ms } = await own
            .select('total_ms')
            .orderBy('total_ms', before <= behind ? 'asc' : 'desc')
            .limit(1)
            .offset(Math.min(before, behind))
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

interface CountedRow {
  readonly decision_set: number | null;
  readonly part: Part;
}

function withDecisions<Row extends CountedRow>(
  rows: readonly Row[],
  sets: ReadonlyMap<number, readonly DecisionEntry[]>,
) {
  return rows.map(({ decision_set, part, ...row }) => ({
    ...row,
    part: part === null ? null : String(part),
    decisions: decision_set === null ? [] : (sets.get(decision_set) ?? []),
  }));
}

type Part = string | number | null;

const PARTS = {
  port: sql<Part>`scans.port`,
  lane: sql<Part>`scans.lane_id`,
  cargo: sql<Part>`scans.cargo`,
  // Whole weeks since Monday, 5 January 1970; written out, because SQLite would bind a number as a fraction.
  week: sql<Part>`(scans.received_at - 345600000) / 604800000`,
} as const satisfies Readonly<Record<PartedBy, unknown>>;

/** The index has scans in the order of ports, sets and lanes; else few and short things are sorted. */
const GROUPED_BY = {
  port: ['scans.port', 'scans.decision_set'],
  lane: ['scans.port', 'scans.decision_set', 'part'],
  cargo: ['part', 'scans.decision_set'],
  week: ['part', 'scans.decision_set'],
} as const satisfies Readonly<Record<PartedBy, readonly string[]>>;

function partOf(partedBy: PartedBy | null) {
  return (partedBy === null ? sql<Part>`NULL` : PARTS[partedBy]).as('part');
}

function isAmong({ port, laneId, cargo, from, to }: ComparedScans) {
  return (is: ExpressionBuilder<Tables, 'scans'>) =>
    is.and([
      ...(port === null ? [] : [is('scans.port', '=', port)]),
      ...(laneId === undefined ? [] : [is('scans.lane_id', '=', laneId)]),
      ...(cargo === undefined ? [] : [is('scans.cargo', '=', cargo)]),
      ...(from === undefined ? [] : [is('scans.received_at', '>=', from)]),
      ...(to === undefined ? [] : [is('scans.received_at', '<', to)]),
    ]);
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
