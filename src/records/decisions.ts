import type { Transaction } from 'kysely';
import type { DecisionName } from '../domain/decision.ts';
import type { ScreeningRole, Tables } from './tables.ts';

/** Who decided what of a scan, in few bytes. */
export type DecisionEntry = readonly [technology: string, decision: DecisionName, role: ScreeningRole];

/**
 * All decisions of a scan as one text, the same for the same decisions: what the column `scans.decisions` holds. There
 * are few such texts among many scans, so that counting them answers how often technologies agreed: a hundred thousand
 * scans in one pass over one index, where a join of screenings takes twenty times as long.
 */
export function decisionsText(entries: readonly DecisionEntry[]): string {
  return JSON.stringify(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Reads such a text. */
export function parseDecisions(text: string): readonly DecisionEntry[] {
  return JSON.parse(text);
}

/** Writes down anew who decided what of a scan, after screenings were added to it. */
export async function updateDecisions(transaction: Transaction<Tables>, scanId: string): Promise<void> {
  const screenings = await transaction
    .selectFrom('screenings')
    .select(['technology', 'decision', 'role'])
    .where('scan_id', '=', scanId)
    .execute();
  const decisions = decisionsText(screenings.map(({ technology, decision, role }) => [technology, decision, role]));
  await transaction.updateTable('scans').set({ decisions }).where('id', '=', scanId).execute();
}
