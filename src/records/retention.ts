import type { Kysely, Transaction } from 'kysely';
import { type Outcome, succeed } from '../domain/failure.ts';
import { appendAudit } from './access/audit.ts';
import { removeOldEvents } from './events/events.ts';
import { checkMetadata } from './metadata/kept-metadata.ts';
import { forgetContainer, type NameContainer } from './metadata/pseudonymous-metadata.ts';
import type { Records } from './open-records.ts';
import type { Tables } from './tables.ts';

const DAY_MS = 86_400_000;
/** Small enough that no scan waits for a batch longer than for a few commits. */
const SCANS_IN_BATCH = 50;
const EVENTS_IN_BATCH = 1000;

export interface RetentionOptions {
  /** Pictures and container numbers of scans that arrived longer ago than this go; 0 keeps them. */
  readonly retentionDays: number;
  readonly nowMs: number;
  /** Between two batches; what else has to be done comes first. */
  readonly pause?: () => Promise<void>;
  /** True once the process is to end: the batch or file at hand is finished, and the rest is left to the next run. */
  readonly isStopping?: () => boolean;
}

/** What a run removed. */
export interface Removed {
  /** Scans that lost their pictures and whose container is a pseudonym now. */
  readonly scans: number;
  /** Pictures that scans no longer name. */
  readonly pictures: number;
  /** Files that nothing named any more, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly events: number;
  /**
   * One sentence a scan that lost its pictures but whose row is damaged, so that nobody can tell which containers it names:
   * it stays as it is, and is tried again by the next run.
   */
  readonly damaged: readonly string[];
}

/** What a run would remove from the records; files are counted only when they go. */
export function countExpired(
  { db, gate }: Records,
  { retentionDays, nowMs }: RetentionOptions,
): Promise<Outcome<Pick<Removed, 'scans' | 'pictures'>>> {
  return gate.attempt(async () => {
    if (retentionDays === 0) return { scans: 0, pictures: 0 };
    const scans = expired(db, nowMs - retentionDays * DAY_MS);
    const { count } = await scans.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    const pictures = await db
      .selectFrom('pictures')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('scan_id', 'in', scans.select('id'))
      .executeTakeFirstOrThrow();
    return { scans: Number(count), pictures: Number(pictures.count) };
  });
}

/**
 * Forgets what is older than it may be kept, in two steps a batch of scans: first their pictures go, then their
 * container numbers and consignments become pseudonyms. Afterwards old events go, and files that nothing names any more.
 * Broken off at any point, the next run goes on; a row that is damaged holds up no other. Fails with `records-unavailable`.
 */
export async function runRetention(records: Records, options: RetentionOptions): Promise<Outcome<Removed>> {
  const { retentionDays, nowMs, pause = async () => {}, isStopping = () => false } = options;
  let scans = 0;
  let pictures = 0;
  let events = 0;
  const damaged = new Map<string, string>();
  while (retentionDays > 0 && !isStopping()) {
    const batch = await expireBatch(records, nowMs - retentionDays * DAY_MS, nowMs, damaged);
    if (!batch.ok) return batch;
    if (batch.value === null) break;
    scans += batch.value.scans;
    pictures += batch.value.pictures;
    await pause();
  }
  while (!isStopping()) {
    const removed = await records.commit.write((transaction) => removeOldEvents(transaction, nowMs, EVENTS_IN_BATCH));
    if (!removed.ok) return removed;
    if (removed.value === 0) break;
    events += removed.value;
    await pause();
  }
  const counts = { scans, pictures, events, damaged: [...damaged.values()] };
  if (isStopping()) return succeed({ ...counts, files: 0, bytes: 0 });
  const garbage = await records.gate.attempt(() =>
    records.pictureStore.collectGarbage(
      async (hashes) => {
        await pause();
        return records.pictures.namedOf(hashes);
      },
      nowMs,
      isStopping,
    ),
  );
  return garbage.ok ? succeed({ ...counts, ...garbage.value }) : garbage;
}

/** Null where nothing is left to do. Puts scans whose row is damaged, by id, among the `damaged`, and leaves those out. */
async function expireBatch(
  { db, gate, commit, nameContainer }: Records,
  before: number,
  nowMs: number,
  damaged: Map<string, string>,
): Promise<Outcome<Pick<Removed, 'scans' | 'pictures'> | null>> {
  const due = await gate.attempt(() =>
    expired(db, before)
      .$if(damaged.size > 0, (scans) => scans.where('id', 'not in', [...damaged.keys()]))
      .select('id')
      .orderBy('received_at')
      .limit(SCANS_IN_BATCH)
      .execute(),
  );
  if (!due.ok) return due;
  if (due.value.length === 0) return succeed(null);
  const ids = due.value.map(({ id }) => id);
  const pictures = await commit.write(async (transaction) => {
    const { numDeletedRows } = await transaction.deleteFrom('pictures').where('scan_id', 'in', ids).executeTakeFirst();
    return Number(numDeletedRows);
  });
  if (!pictures.ok) return pictures;
  const scans = await commit.write((transaction) => pseudonymise(transaction, ids, nameContainer, nowMs));
  if (!scans.ok) return scans;
  for (const [id, why] of scans.value) damaged.set(id, why);
  return succeed({ scans: ids.length - scans.value.size, pictures: pictures.value });
}

function expired(db: Kysely<Tables>, before: number) {
  // What still waits to be screened needs its pictures.
  return db
    .selectFrom('scans')
    .where('pseudonymised_at', 'is', null)
    .where('received_at', '<', before)
    .where('state', '<>', 'queued');
}

/** Returns those that it could not, with the reason. */
async function pseudonymise(
  transaction: Transaction<Tables>,
  due: readonly string[],
  nameContainer: NameContainer,
  nowMs: number,
): Promise<ReadonlyMap<string, string>> {
  const scans = await transaction.selectFrom('scans').select(['id', 'metadata']).where('id', 'in', due).execute();
  const damaged = new Map<string, string>();
  const ids: string[] = [];
  for (const scan of scans) {
    const known = checkMetadata(scan);
    if (!known.ok) {
      damaged.set(scan.id, known.failure.message);
      continue;
    }
    ids.push(scan.id);
    await transaction
      .updateTable('scans')
      .set({ metadata: JSON.stringify(forgetContainer(known.value, nameContainer)), pseudonymised_at: nowMs })
      .where('id', '=', scan.id)
      .execute();
  }
  if (ids.length === 0) return damaged;
  const containers = await transaction.selectFrom('scan_containers').selectAll().where('scan_id', 'in', ids).execute();
  for (const { scan_id, container_number } of containers) {
    await transaction
      .updateTable('scan_containers')
      .set({ container_number: nameContainer(container_number) })
      .where('scan_id', '=', scan_id)
      .where('container_number', '=', container_number)
      .execute();
  }
  // A retry after so long is a new scan; the fingerprint of the first one was made from its metadata.
  await transaction.deleteFrom('idempotency_keys').where('scan_id', 'in', ids).execute();
  const details = { scans: ids.length };
  await appendAudit(transaction, { at: nowMs, actor: null, action: 'retention.pseudonymise', subject: null, details });
  return damaged;
}
