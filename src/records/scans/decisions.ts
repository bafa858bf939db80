import type { Kysely, Transaction } from 'kysely';
import { Type } from 'typebox';
import { groupBy } from '../../domain/language/group-by.ts';
import { DECISIONS, type DecisionName } from '../../domain/screening/decision.ts';
import { inChunks } from '../in-chunks.ts';
import { type ColumnName, readColumn } from '../read-column.ts';
import { SCREENING_ROLES, type ScreeningRole, type ScreeningsTable, type Tables } from '../tables.ts';

/**
 * Who decided what of a scan, in few bytes, and with what: under one name a technology may have another model or threshold
 * next month. `model` is the beginning of its SHA-256.
 */
export type DecisionEntry = readonly [
  technology: string,
  decision: DecisionName,
  role: ScreeningRole,
  model: string,
  threshold: number,
];

/** Enough to tell models apart. */
const MODEL_DIGITS = 12;

/** The columns of a screening that a set of decisions is made of. */
export const DECISION_COLUMNS = ['technology', 'decision', 'role', 'model_sha256', 'threshold'] as const;

/** What a screening adds to the set of its scan. */
export function decisionEntry(screening: Pick<ScreeningsTable, (typeof DECISION_COLUMNS)[number]>): DecisionEntry {
  const { technology, decision, role, model_sha256, threshold } = screening;
  return [technology, decision, role, model_sha256.slice(0, MODEL_DIGITS), threshold];
}

/**
 * The number of a set of decisions, the same for the same decisions: what the column `scans.decision_set` holds. There
 * are few such sets among many scans, so that counting their numbers answers how often technologies agreed: a hundred
 * thousand scans in one pass over one index. Numbers a set that was never there before.
 */
export function numberDecisions(transaction: Transaction<Tables>, entries: readonly DecisionEntry[]): Promise<number> {
  return numberText(transaction, textOf(entries));
}

function textOf(entries: readonly DecisionEntry[]): string {
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

async function numberText(transaction: Transaction<Tables>, decisions: string): Promise<number> {
  const find = () =>
    transaction.selectFrom('decision_sets').select('id').where('decisions', '=', decisions).executeTakeFirst();
  const found = await find();
  if (found !== undefined) return found.id;
  // Another process may have numbered it meanwhile.
  await transaction
    .insertInto('decision_sets')
    .values({ decisions })
    .onConflict((conflict) => conflict.column('decisions').doNothing())
    .execute();
  const added = await find();
  if (added === undefined) throw new Error('A set of decisions was written and is not there.');
  return added.id;
}

/** The sets of decisions of these numbers. */
export async function readDecisionSets(
  db: Kysely<Tables>,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, readonly DecisionEntry[]>> {
  const sets = new Map<number, readonly DecisionEntry[]>();
  for (const ids of inChunks(numbers)) {
    const rows = await db.selectFrom('decision_sets').select(['id', 'decisions']).where('id', 'in', ids).execute();
    for (const { id, decisions } of rows) sets.set(id, readColumn(DecisionsSchema, decisions, nameOf(id)));
  }
  return sets;
}

const DecisionsSchema = Type.Array(
  Type.Tuple([Type.String(), Type.Enum(DECISIONS), Type.Enum(SCREENING_ROLES), Type.String(), Type.Number()]),
);

function nameOf(id: number): ColumnName {
  return { what: `the set of decisions ${id}`, cure: null };
}

/**
 * Writes down anew who decided what of scans, after screenings were added to them: all scans of a set in one statement.
 * As many scans as fit into a statement.
 */
export async function updateDecisions(transaction: Transaction<Tables>, scanIds: readonly string[]): Promise<void> {
  const screenings = await transaction
    .selectFrom('screenings')
    .select(['scan_id', ...DECISION_COLUMNS])
    .where('scan_id', 'in', scanIds)
    .execute();
  const screeningsOf = groupBy(screenings, ({ scan_id }) => scan_id);
  const scansOf = groupBy(scanIds, (id) => textOf((screeningsOf.get(id) ?? []).map(decisionEntry)));
  // In one order, so that no two transactions that number new sets wait for each other.
  for (const [text, ids] of [...scansOf].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const decision_set = text === textOf([]) ? null : await numberText(transaction, text);
    await transaction.updateTable('scans').set({ decision_set }).where('id', 'in', ids).execute();
  }
}
