import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

const SECRET = 'pseudonyms';

/** Makes the same name for the same text, from which nobody finds the text without this installation's secret. */
export type Pseudonymise = (text: string) => string;

/**
 * The pseudonyms of this installation: HMAC-SHA-256 under a secret that is made once and lies in the database. A plain
 * hash would not do: there are few enough container numbers to try them all.
 */
export async function readPseudonyms(db: Kysely<Tables>): Promise<Pseudonymise> {
  // Written only where there is none: who opens records is not to wait for whoever else writes.
  const value = (await readSecret(db)) ?? (await makeSecret(db));
  const key = Buffer.from(value, 'hex');
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}

async function readSecret(db: Kysely<Tables>): Promise<string | null> {
  const row = await db.selectFrom('secrets').select('value').where('name', '=', SECRET).executeTakeFirst();
  return row?.value ?? null;
}

/** Of several that make one at the same time, all go on with the first. */
async function makeSecret(db: Kysely<Tables>): Promise<string> {
  await db
    .insertInto('secrets')
    .values({ name: SECRET, value: randomBytes(32).toString('hex') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await db.selectFrom('secrets').select('value').where('name', '=', SECRET).executeTakeFirstOrThrow();
  return value;
}
