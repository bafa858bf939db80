import { beforeEach } from 'vitest';
import { DATABASES } from '../records/databases.ts';

/** The tests of the API run once on each database: the project of `vitest.config.ts` says on which. */
const wanted = process.env['SCANBENCH_TEST_API_ON'] ?? 'SQLite';
const found = DATABASES.find(({ kind }) => kind === wanted);
if (found === undefined) throw new Error(`SCANBENCH_TEST_API_ON is ${wanted}, which is no database.`);
const { kind, isThere, create } = found;

export const isOnPostgres = kind === 'PostgreSQL';
/** The URL of a database that nothing is in; it goes when the test ends. */
export const createApiDatabase = create;

beforeEach(({ skip }) => skip(!isThere, `no ${kind} is there`));
