import { type Kysely, Migrator } from 'kysely';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { errorMessage } from '../domain/language/error-message.ts';
import type { Database } from './database.ts';
import { scans } from './migrations/001-scans.ts';
import { access } from './migrations/002-access.ts';
import { inspections } from './migrations/003-inspections.ts';
import { events } from './migrations/004-events.ts';
import { lineup } from './migrations/005-lineup.ts';
import { reports } from './migrations/006-reports.ts';
import { decisionSets } from './migrations/008-decision-sets.ts';
import { inspectedScans } from './migrations/009-inspected-scans.ts';
import { containersByPort } from './migrations/010-containers-by-port.ts';
import { portsInFront } from './migrations/011-ports-in-front.ts';
import { modelsInDecisions } from './migrations/012-models-in-decisions.ts';
import type { Tables } from './tables.ts';

/** In the order of their names; one that was released is never changed. */
const MIGRATIONS = {
  '001-scans': scans,
  '002-access': access,
  '003-inspections': inspections,
  '004-events': events,
  '005-lineup': lineup,
  '006-reports': reports,
  '008-decision-sets': decisionSets,
  '009-inspected-scans': inspectedScans,
  '010-containers-by-port': containersByPort,
  '011-ports-in-front': portsInFront,
  '012-models-in-decisions': modelsInDecisions,
};

/**
 * Brings a database to the tables that this version writes, each step in a transaction.
 * Forward only: fails with `records-unavailable` where a newer version has been there, or a service of an older one is, before
 * anything is changed. Rejects with what speaks of the database or the disk, for which `whyUnavailable` has words.
 *
 * @param isServedByOther whether the service of another process has the records: it could not write to new tables
 */
export async function migrate(
  db: Kysely<Tables>,
  whyUnavailable: Database['whyUnavailable'],
  isServedByOther: () => Promise<boolean>,
): Promise<Outcome<void>> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  if ((await isOlder(migrator)) && (await isServedByOther())) {
    return fail(
      'records-unavailable',
      'A service of an older version of Scanbench works with these records: stop it and start it in this version, which brings them to their new form, or use the command of that version.',
    );
  }
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return succeed(undefined);
  if (whyUnavailable(error) !== null) throw error;
  const failed = results?.find(({ status }) => status === 'Error');
  const why = errorMessage(error);
  if (failed === undefined && why.includes('corrupted migrations')) {
    const message = 'A newer version of Scanbench has written these records: start that version, or a copy of them.';
    return fail('records-unavailable', message);
  }
  const step = failed === undefined ? '' : ` in the step ${failed.migrationName}`;
  return fail('records-unavailable', `The records could not be brought to this version${step}: ${why}`);
}

/** Whether an older version has written the records. */
async function isOlder(migrator: Migrator): Promise<boolean> {
  const steps = await migrator.getMigrations();
  const pending = steps.filter(({ executedAt }) => executedAt === undefined);
  return pending.length > 0 && pending.length < steps.length;
}
