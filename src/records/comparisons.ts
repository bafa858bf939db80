import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { InspectionOutcome, SelectedBy } from '../domain/comparison/inspection.ts';
import type { LatencyQuantiles } from '../domain/comparison/live-comparison.ts';
import type { Outcome } from '../domain/failure.ts';
import { latencyQuantiles } from './latency-quantiles.ts';
import { isOfPort, receivedAt } from './of-port.ts';
import type { RecordsGate } from './records-gate.ts';
import { type DecisionEntry, readDecisionSets } from './scans/decisions.ts';
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

/** When the first and the last of them were received, in milliseconds since 1970. */
export interface DatedDecisionCount extends DecisionCount {
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Those of them that were inspected, by the inspection that counts. */
export interface InspectedCount extends DecisionCount {
  readonly selectedBy: SelectedBy;
  readonly outcome: InspectionOutcome;
}

export interface ComparisonRecords {
  /** How often which decisions came together; the same ones of a part may come several times. */
  decisions(scans: ComparedScans, partedBy: PartedBy | null): Promise<Outcome<readonly DatedDecisionCount[]>>;
  /** The same of the inspected scans. */
  inspected(scans: ComparedScans, partedBy: PartedBy | null): Promise<Outcome<readonly InspectedCount[]>>;
  /** Null where it screened none. */
  latency(technology: string, scans: ComparedScans): Promise<Outcome<LatencyQuantiles | null>>;
  /** The newest scores of a technology at one threshold, at most so many, among its newest 4,000 screenings. */
  newestScores(
    technology: string,
    threshold: number,
    scans: ComparedScans,
    limit: number,
  ): Promise<Outcome<readonly number[]>>;
}

/** Of a threshold that is new, or was long ago, all screenings of a pilot would be looked through. */
const SCORES_AMONG = 4000;

/** Everything here is counted by the database, from indexes (the last of them in migration 011): no scan is loaded. */
export function createComparisonRecords(db: Kysely<Tables>, gate: RecordsGate): ComparisonRecords {
  return {
    decisions: (scans, partedBy) =>
      gate.attempt(async () => {
        const rows = await db
          .selectFrom('scans')
          .select(['scans.decision_set', partOf(partedBy)])
          .select(({ fn }) => [
            fn.countAll<number>().as('scans'),
            fn.min('scans.received_at').as('firstAt'),
            fn.max('scans.received_at').as('lastAt'),
          ])
          .where(isAmong(scans))
          .groupBy(GROUPED_BY[partedBy ?? 'port'])
          .execute();
        return withDecisions(db, rows);
      }),
    inspected: (scans, partedBy) =>
      gate.attempt(async () => {
        const rows = await db
          .selectFrom('inspections')
          // Few scans are inspected: SQLite takes the tables of a cross join in this order.
          .crossJoin('scans')
          .whereRef('scans.port', '=', 'inspections.port')
          .whereRef('scans.id', '=', 'inspections.scan_id')
          .where('inspections.superseded_at', 'is', null)
          .$if(scans.port !== null, (all) => all.where('inspections.port', '=', scans.port))
          .where(isAmong(scans))
          .select(['scans.decision_set', partOf(partedBy)])
          .select(['inspections.selected_by as selectedBy', 'inspections.outcome'])
          .select(({ fn }) => fn.countAll<number>().as('scans'))
          .groupBy(['scans.decision_set', 'part', 'inspections.selected_by', 'inspections.outcome'])
          .execute();
        return withDecisions(db, rows);
      }),
    latency: (technology, scans) => gate.attempt(() => latencyQuantiles(db, screeningsOf(db, technology, scans))),
    newestScores: (technology, threshold, scans, limit) =>
      gate.attempt(async () => {
        const rows = await db
          .selectFrom(
            newestOf(db, technology, scans)
              .select(['screenings.scan_id', 'screenings.score', 'screenings.threshold'])
              .limit(SCORES_AMONG)
              .as('newest'),
          )
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

async function withDecisions<Row extends CountedRow>(db: Kysely<Tables>, rows: readonly Row[]) {
  const numbers = rows.flatMap(({ decision_set }) => (decision_set === null ? [] : [decision_set]));
  const sets = await readDecisionSets(db, [...new Set(numbers)]);
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
      ...(from === undefined ? [] : [is(receivedAt(port), '>=', from)]),
      ...(to === undefined ? [] : [is(receivedAt(port), '<', to)]),
    ]);
}

function screeningsOf(db: Kysely<Tables>, technology: string, { port, ...scans }: ComparedScans) {
  const all = db.selectFrom('screenings').where(isScreeningBy(technology, scans));
  return port === null ? all : all.where('screenings.port', '=', port);
}

/** The newest first. */
function newestOf(db: Kysely<Tables>, technology: string, { port, ...scans }: ComparedScans) {
  if (port !== null) {
    const own = db.selectFrom('screenings').where(isScreeningBy(technology, scans));
    return own.where(isOfPort('screenings.port', port)).orderBy('screenings.port', 'desc').orderBy('scan_id', 'desc');
  }
  // No index has the screenings of all ports in this order: SQLite is told to look one up for each scan.
  const all = db.selectFrom('scans').crossJoin('screenings').whereRef('screenings.scan_id', '=', 'scans.id');
  return all.where(isScreeningBy(technology, scans)).orderBy('scans.id', 'desc');
}

function isScreeningBy(technology: string, { laneId, cargo, from, to }: Omit<ComparedScans, 'port'>) {
  return (is: ExpressionBuilder<Tables, 'screenings'>) =>
    is.and([
      is('screenings.technology', '=', technology),
      ...(laneId === undefined ? [] : [is('screenings.lane_id', '=', laneId)]),
      ...(cargo === undefined ? [] : [is('screenings.cargo', '=', cargo)]),
      ...(from === undefined ? [] : [is('screenings.received_at', '>=', from)]),
      ...(to === undefined ? [] : [is('screenings.received_at', '<', to)]),
    ]);
}
