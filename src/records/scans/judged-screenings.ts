import type { Kysely, Transaction } from 'kysely';
import type { InspectionOutcome } from '../../domain/comparison/inspection.ts';
import { inTurns } from '../../domain/language/in-turns.ts';
import type { DecisionName } from '../../domain/screening/decision.ts';
import { inChunks } from '../in-chunks.ts';
import type { Tables } from '../tables.ts';
import { readDecisionSets } from './decisions.ts';

/** Screenings whose scan has just become both screened and inspected, for the count of decisions against the truth. */
export interface JudgedScreenings {
  readonly technology: string;
  readonly decision: DecisionName;
  readonly truth: InspectionOutcome;
  readonly count: number;
}

/**
 * How each technology had decided on these scans, those that screened silently included: from the sets of decisions that
 * stand beside the scans, because a long list would have each of its screenings looked for.
 */
export async function judgedScreenings(
  db: Kysely<Tables>,
  scanIds: readonly string[],
): Promise<readonly JudgedScreenings[]> {
  const counted: { readonly set: number; readonly truth: InspectionOutcome; readonly scans: number }[] = [];
  for await (const ids of inTurns(inChunks(scanIds))) {
    const rows = await db
      .selectFrom('inspections')
      .innerJoin('scans', 'scans.id', 'inspections.scan_id')
      .select(['decision_set', 'outcome', (query) => query.fn.countAll<number>().as('scans')])
      .where('inspections.scan_id', 'in', ids)
      .where('superseded_at', 'is', null)
      .groupBy(['decision_set', 'outcome'])
      .execute();
    for (const { decision_set: set, outcome: truth, scans } of rows) {
      if (set !== null) counted.push({ set, truth, scans });
    }
  }
  const sets = await readDecisionSets(db, [...new Set(counted.map(({ set }) => set))]);
  const judged = new Map<string, JudgedScreenings>();
  for (const { set, truth, scans } of counted) {
    for (const [technology, decision] of sets.get(set) ?? []) {
      const name = JSON.stringify([technology, decision, truth]);
      const count = (judged.get(name)?.count ?? 0) + scans;
      judged.set(name, { technology, decision, truth, count });
    }
  }
  return [...judged.values()];
}

/**
 * How these screenings of a scan, written in the transaction, stand against what officers had found of it before; empty
 * where nobody has inspected it yet: then they are counted as it is inspected. The scan must be held (`lockScans`).
 */
export async function judgedAfterwards(
  transaction: Transaction<Tables>,
  scanId: string,
  screenings: readonly Pick<JudgedScreenings, 'technology' | 'decision'>[],
): Promise<readonly JudgedScreenings[]> {
  const current = await transaction
    .selectFrom('inspections')
    .select('outcome')
    .where('scan_id', '=', scanId)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();
  if (current === undefined) return [];
  return screenings.map(({ technology, decision }) => ({ technology, decision, truth: current.outcome, count: 1 }));
}
