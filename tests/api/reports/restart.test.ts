import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { createReports } from '../../../src/api/reports/reports.ts';
import { NO_SIBLINGS } from '../../../src/domain/service/siblings.ts';
import { beginReport, insertReport } from '../../../src/records/reports/report-records.ts';
import { openTestRecords } from '../../records/test-records.ts';
import { createApiDatabase } from '../api-database.ts';
import { createFakeReportRunner } from '../fake-report-runner.ts';
import { startTestApp } from '../test-app.ts';
import { NOWHERE } from './ask-for-reports.ts';

describe('a restart', () => {
  it('says of the report that was being made that it was interrupted, removes what is of nobody, and makes what waited', async () => {
    const records = await openTestRecords(await createApiDatabase());
    const [interrupted, waiting] = [uuidv7(), uuidv7()];
    for (const id of [interrupted, waiting]) {
      const report = { id, port: '', created_at: 1, plan: id, request: JSON.stringify({ plan: id }) };
      await records.commit.write((transaction) => insertReport(transaction, report, 9));
    }
    await records.commit.write((transaction) => beginReport(transaction, interrupted, 2));
    const orphan = await records.reportFiles.create(NOWHERE);
    await mkdir(path.join(orphan, 'deep'));

    const runner = createFakeReportRunner();
    const { log, metrics } = (await startTestApp()).app;
    const reports = createReports({ siblings: NO_SIBLINGS, records, runner, metrics, log });
    reports.wake();
    await expect.poll(() => runner.running()?.plan.name).toBe(waiting);
    const found = await records.reports.find(interrupted, null);
    expect(found).toMatchObject({ value: { state: 'failed', failure: expect.stringContaining('interrupted') } });
    expect(existsSync(orphan)).toBe(false);

    // The end of the service is no end of what is on record: it is for the next start to say so.
    await reports.stop();
    expect(runner.running()).toBeNull();
    expect(await records.reports.find(waiting, null)).toMatchObject({ value: { state: 'running' } });
  });
});
