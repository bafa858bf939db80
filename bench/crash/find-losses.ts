import { setTimeout as sleep } from 'node:timers/promises';
import { groupBy } from '../../src/domain/language/group-by.ts';
import { verifyAudit } from '../../src/records/access/audit.ts';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { type Acknowledged, post } from './send-scans.ts';

export interface Search {
  /** The service, running again on the same records. */
  readonly url: string;
  readonly sent: readonly Acknowledged[];
  readonly dataDir: string;
  readonly databaseUrl: string;
}

const QUEUE_LIMIT_MS = 120_000;
/** Names that are tried once more at the end: each must give the scan that it gave before. */
const NAMES_TRIED_AGAIN = 100;

/** Looks for everything that was acknowledged, and for halves of what was not; each finding is a sentence. */
export async function findLosses({ url, sent, dataDir, databaseUrl }: Search): Promise<readonly string[]> {
  const losses: string[] = [];
  for (const { id, answer, isInspected, fate } of sent) {
    const document = await finished(url, id);
    if (fate !== 'kept') {
      if (fate === 'deleted' && document !== null) losses.push(`The scan ${id} was deleted and is on record.`);
    } else if (document === null) losses.push(`The scan ${id} was acknowledged and is not on record.`);
    else if (answer !== '' && withoutInspection(document) !== withoutInspection(answer)) {
      losses.push(`The scan ${id} is not what was answered.`);
    } else if (isInspected && !document.includes('"outcome":"threat"')) losses.push(`The inspection of ${id} is lost.`);
    else if (!document.includes('"state":"screened"')) losses.push(`The scan ${id} was acknowledged and not screened.`);
  }
  for (const scan of sent.filter(({ key, fate }) => key !== null && fate === 'kept').slice(-NAMES_TRIED_AGAIN)) {
    const reply = await post(url, scan);
    await reply.arrayBuffer();
    const id = reply.headers.get('location')?.split('/').at(-1);
    if (id !== scan.id) losses.push(`The name of the scan ${scan.id} gave the scan ${id} the second time.`);
  }
  const opened = await openRecords({ databaseUrl, dataDir, serves: false });
  if (!opened.ok) return [...losses, opened.failure.message];
  losses.push(...(await findHalves(opened.value)));
  await opened.value.close();
  return losses;
}

/** What was answered when the scan was posted, when nobody had opened the container yet. */
function withoutInspection(document: string): string {
  return JSON.stringify({ ...JSON.parse(document), inspection: null });
}

/** The document once it has left the queue, or null. */
async function finished(url: string, id: string): Promise<string | null> {
  const deadline = performance.now() + QUEUE_LIMIT_MS;
  for (;;) {
    const reply = await fetch(`${url}/v1/scans/${id}`);
    const text = await reply.text();
    if (!reply.ok) return null;
    if (!text.includes('"state":"queued"') || performance.now() > deadline) return text;
    await sleep(100);
  }
}

/**
 * Rows that lack their other half: a picture without its file, a screened scan without screening or picture, a screening
 * without its event, a change without its entry in the audit trail.
 */
async function findHalves({ db, pictureStore }: Records): Promise<readonly string[]> {
  const halves = [...(await findUnaudited(db))];
  const pictures = await db.selectFrom('pictures').select('sha256').distinct().execute();
  for (const { sha256 } of pictures) {
    if ((await pictureStore.read(sha256)) === null) halves.push(`The picture ${sha256} is not what its row says.`);
  }
  const scans = await db
    .selectFrom('scans')
    .select(({ selectFrom }) => [
      'scans.id',
      'scans.state',
      selectFrom('pictures')
        .whereRef('scan_id', '=', 'scans.id')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('pictures'),
      selectFrom('screenings')
        .whereRef('scan_id', '=', 'scans.id')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('screenings'),
      selectFrom('events')
        .whereRef('scan_id', '=', 'scans.id')
        .where('type', '=', 'screening.finished')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('events'),
    ])
    .execute();
  for (const { id, state, pictures: pictureCount, screenings, events } of scans) {
    if (Number(pictureCount) === 0) halves.push(`The scan ${id} has no picture.`);
    if ((state === 'screened') !== Number(screenings) > 0)
      halves.push(`The scan ${id} is ${state} with ${screenings} screenings.`);
    if (Number(events) !== Number(screenings))
      halves.push(`The scan ${id} has ${screenings} screenings and ${events} events of them.`);
  }
  return halves;
}

/** Where the audit trail is broken, and inspections that it does not tell of, one entry a version. */
async function findUnaudited(db: Records['db']): Promise<readonly string[]> {
  const verdict = await verifyAudit(db);
  const broken = verdict.intact ? [] : [`The audit trail is broken at ${verdict.broken.seq}: ${verdict.broken.why}.`];
  const inspections = await db.selectFrom('inspections').select('scan_id').execute();
  const entries = await db
    .selectFrom('audit_entries')
    .select('subject')
    .where('action', 'like', 'inspection.%')
    .execute();
  const entriesOf = groupBy(entries, ({ subject }) => subject);
  const unaudited = groupBy(inspections, ({ scan_id }) => scan_id);
  return [
    ...broken,
    ...[...unaudited]
      .filter(([id, versions]) => entriesOf.get(id)?.length !== versions.length)
      .map(([id]) => `The inspection of ${id} is not in the audit trail as often as it was recorded.`),
  ];
}
