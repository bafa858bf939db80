import { expect, it } from 'vitest';
import { crashOften } from '../../bench/crash/crash-often.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { isBuilt } from '../main/built-service.ts';
import { DATABASES } from '../records/databases.ts';

const LIMIT_MS = 240_000;

// `npm run bench -- crash` does this two hundred times.
it.for(DATABASES)(
  'three kills under load lose nothing that was acknowledged: $kind',
  { timeout: LIMIT_MS },
  async ({ kind, isThere, create }, { skip }) => {
    if (!isBuilt || !isThere) return skip();
    const databaseUrl = kind === 'SQLite' ? `sqlite:${await temporaryFolder()}/scanbench.sqlite` : await create();
    const report = await crashOften({ kills: 3, seed: 7, databaseUrl, onKill: () => {} });
    expect(report.losses).toEqual([]);
    expect(report.screened + report.queued).toBeGreaterThan(0);
  },
);
