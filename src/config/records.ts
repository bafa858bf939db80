import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { unreadable } from '../domain/language/unreadable.ts';
import { postgresAddress, tlsFilesOf } from '../domain/network/postgres-address.ts';
import { IN_MEMORY } from '../domain/service/in-memory.ts';
import type { ValuesOf } from './variables.ts';

export const RECORDS_VARIABLES = {
  SCANBENCH_DATA_DIR: Type.String({ minLength: 1, default: 'data', description: 'the folder for embedded storage' }),
  SCANBENCH_DATABASE_URL: Type.String({
    pattern: '^(sqlite:|postgres(ql)?://)',
    default: 'sqlite:',
    description: '"sqlite:" (a file in the data folder), "sqlite:PATH", or "postgres://USER:PASSWORD@HOST/DATABASE"',
  }),
  SCANBENCH_RETENTION_DAYS: Type.Integer({
    minimum: 0,
    maximum: 36_500,
    default: 0,
    description: 'days, a whole number from 0 (keep pictures and container numbers) to 36500',
  }),
};

/** Where what is kept lies, and for how long. */
export interface RecordsSettings {
  readonly dataDir: string;
  /** `sqlite:`, `sqlite:PATH` or `postgres://…`; it may hold a password. */
  readonly databaseUrl: string;
  /** 0: pictures and container numbers are kept. */
  readonly retentionDays: number;
}

export function recordsSettingsFrom(values: ValuesOf<typeof RECORDS_VARIABLES>): RecordsSettings {
  return {
    dataDir: values.SCANBENCH_DATA_DIR,
    databaseUrl: values.SCANBENCH_DATABASE_URL,
    retentionDays: values.SCANBENCH_RETENTION_DAYS,
  };
}

/** Written by someone who meant that: taken by its word, it would be a file of this name in the working folder. */
const NEARLY_IN_MEMORY = /^sqlite:+memory:*$/i;

/** The address of a server is read when it is first asked: what is none must be told before, and without the password in it. */
export function whyDatabaseUrlIsNone({
  SCANBENCH_DATABASE_URL: url,
}: ValuesOf<typeof RECORDS_VARIABLES>): string | null {
  if (NEARLY_IN_MEMORY.test(url) && url !== IN_MEMORY) {
    const file = url.slice('sqlite:'.length);
    return `SCANBENCH_DATABASE_URL is "${url}", which names a file but looks like memory: write "${IN_MEMORY}" for records that end with the process, or "sqlite:./${file}" for that file.`;
  }
  if (url.startsWith('sqlite:')) return null;
  const address = postgresAddress(url);
  if (address !== null) return whyTlsFilesFail(address);
  return 'SCANBENCH_DATABASE_URL is no address that can be read: in user and password write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25; a port is a number up to 65535.';
}

/** The driver reads these when the server is first asked: what is misspelt is told before. */
function whyTlsFilesFail(address: URL): string | null {
  for (const { name, file } of tlsFilesOf(address)) {
    try {
      readFileSync(file);
    } catch (error) {
      return `In SCANBENCH_DATABASE_URL, ${name}: ${unreadable(file, error, 'name a PEM file')}`;
    }
  }
  return null;
}
