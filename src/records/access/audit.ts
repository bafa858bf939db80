import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../tables.ts';
import type { AuditEntriesTable } from './access-tables.ts';

/** Something that was changed, for the audit trail. Ids and keyed hashes only: what it says outlives every erasure. */
export interface AuditedChange {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The id of the API key; null for this machine itself and its commands. */
  readonly actor: string | null;
  /** What was done, `topic.verb`, e.g. `key.revoke`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly subject: string | null;
  readonly details: object;
}

/** The last entry of a trail. Kept elsewhere, it shows that entries were cut off at the end. */
export interface AuditHead {
  /** 0 where there are no entries. */
  readonly seq: number;
  /** SHA-256 in hexadecimal digits, 64 zeros where there are no entries. */
  readonly hash: string;
}

/** `broken` names the first entry that is not as it was written. */
export type AuditVerdict =
  | { readonly intact: true; readonly head: AuditHead }
  | { readonly intact: false; readonly broken: { readonly seq: number; readonly why: string } };

const NOTHING_BEFORE: AuditHead = { seq: 0, hash: '0'.repeat(64) };
const PAGE = 1000;

/**
 * Adds an entry to the audit trail, in the transaction of the change that it describes: both or neither. Each entry
 * carries the hash of the one before, so that none can be changed without all that follow.
 */
export async function appendAudit(transaction: Transaction<Tables>, change: AuditedChange): Promise<void> {
  // Counting up first locks the head's row until the commit, so that a second process waits here and then sees the
  // entry of the first: two reads before two writes would give two entries the same predecessor.
  const { seq, hash: previousHash } = await transaction
    .updateTable('audit_head')
    .set((head) => ({ seq: head('seq', '+', 1) }))
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();
  const { details, ...rest } = change;
  const entry = { ...rest, seq, details: JSON.stringify(details), previous_hash: previousHash };
  const hash = hashOf(entry);
  await transaction
    .insertInto('audit_entries')
    .values({ ...entry, hash })
    .execute();
  await transaction.updateTable('audit_head').set({ hash }).execute();
}

/** The newest entries, the last one first. */
export function listAudit(db: Kysely<Tables>, limit: number): Promise<readonly AuditEntriesTable[]> {
  return db.selectFrom('audit_entries').selectAll().orderBy('seq', 'desc').limit(limit).execute();
}

/**
 * Walks the whole trail and computes each hash anew. `kept` is a head that was noted before: whoever can write the
 * database can also cut the end off, or write the whole chain anew, and only a head from elsewhere shows it.
 */
export async function verifyAudit(db: Kysely<Tables>, kept: AuditHead = NOTHING_BEFORE): Promise<AuditVerdict> {
  if (await hasEntryOutside(db)) return broken(0, 'it was put in: the trail begins with entry 1');
  let last = NOTHING_BEFORE;
  for (;;) {
    const entries = await db
      .selectFrom('audit_entries')
      .selectAll()
      .where('seq', '>', last.seq)
      .orderBy('seq')
      .limit(PAGE)
      .execute();
    for (const entry of entries) {
      const why = whyBroken(entry, last, kept);
      if (why !== null) return broken(last.seq + 1, why);
      last = entry;
    }
    if (entries.length < PAGE) break;
  }
  // Read after the entries: one that came meanwhile is ahead of them, and is walked the next time.
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst();
  if (head === undefined || head.seq < last.seq || (head.seq === last.seq && head.hash !== last.hash)) {
    return broken(last.seq, 'it is not the one that the head names');
  }
  if (head.seq > last.seq && !(await isThere(db, last.seq + 1))) {
    return broken(last.seq + 1, `it is missing: the head counts ${head.seq} entries`);
  }
  if (kept.seq > last.seq) return broken(last.seq + 1, `it is missing: the kept head is of entry ${kept.seq}`);
  return { intact: true, head: { seq: last.seq, hash: last.hash } };
}

function whyBroken(entry: AuditEntriesTable, before: AuditHead, kept: AuditHead): string | null {
  if (entry.seq !== before.seq + 1) return `it is missing: entry ${entry.seq} comes next`;
  if (entry.previous_hash !== before.hash) return 'it names another entry before it than the one that is there';
  if (entry.hash !== hashOf(entry)) return 'what it says was changed: its hash is another one';
  if (entry.seq === kept.seq && entry.hash !== kept.hash)
    return 'its hash is not the kept one: the trail was rewritten';
  return null;
}

/** Before the first one, or in no place: SQLite takes NULL for a primary key. The walk would pass it by. */
async function hasEntryOutside(db: Kysely<Tables>): Promise<boolean> {
  const outside = db
    .selectFrom('audit_entries')
    .select('seq')
    .where(({ eb, or }) => or([eb('seq', '<', 1), eb('seq', 'is', null)]));
  return (await outside.executeTakeFirst()) !== undefined;
}

async function isThere(db: Kysely<Tables>, seq: number): Promise<boolean> {
  return (await db.selectFrom('audit_entries').select('seq').where('seq', '=', seq).executeTakeFirst()) !== undefined;
}

function broken(seq: number, why: string): AuditVerdict {
  return { intact: false, broken: { seq, why } };
}

/** A list in a fixed order is canonical: JSON leaves no choice in writing it, and no two lists are written alike. */
function hashOf(entry: Omit<AuditEntriesTable, 'hash'>): string {
  const { seq, at, actor, action, subject, details, previous_hash } = entry;
  const canonical = JSON.stringify([seq, at, actor, action, subject, details, previous_hash]);
  return createHash('sha256').update(canonical).digest('hex');
}
