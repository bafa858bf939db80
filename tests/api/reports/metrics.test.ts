import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../src/domain/failure.ts';
import { SUMMARY } from '../fake-report-runner.ts';
import { startTestApp } from '../test-app.ts';
import { read, startReport } from './ask-for-reports.ts';

describe('metrics of reports', () => {
  it('count what is begun, what comes of it, and what is made now', async () => {
    const test = await startTestApp();
    const lines = async () => {
      const text = (await test.app.inject('/metrics')).body;
      return [
        ...text.matchAll(/^scanbench_(reports?_(?:started|ended|running|duration_seconds_count)\S*) (\d+)$/gm),
      ].map(([, name, value]) => `${name} ${value}`);
    };
    expect(await lines()).toEqual([
      'reports_started_total 0',
      'reports_ended_total{outcome="finished"} 0',
      'reports_ended_total{outcome="failed"} 0',
      'reports_ended_total{outcome="removed"} 0',
      'report_duration_seconds_count 0',
      'reports_running 0',
    ]);
    const finished = await startReport(test);
    expect(await lines()).toContain('reports_running 1');
    test.reportRunner.end(succeed(SUMMARY));
    await expect.poll(async () => (await read(test, finished)).state).toBe('finished');
    const failed = await startReport(test);
    test.reportRunner.end(fail('runtime-failed', 'It broke.'));
    await expect.poll(async () => (await read(test, failed)).state).toBe('failed');
    const removed = await startReport(test);
    await test.app.inject({ method: 'DELETE', url: `/v1/reports/${removed}` });
    await expect
      .poll(lines)
      .toEqual([
        'reports_started_total 3',
        'reports_ended_total{outcome="finished"} 1',
        'reports_ended_total{outcome="failed"} 1',
        'reports_ended_total{outcome="removed"} 1',
        'report_duration_seconds_count 1',
        'reports_running 0',
      ]);
  });
});
