import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { succeed } from '../../../src/domain/failure.ts';
import { SUMMARY } from '../fake-report-runner.ts';
import { startTestApp } from '../test-app.ts';
import { read, startReport } from './ask-for-reports.ts';

const PAGE = '<style>p { color: red }</style><p>all of it</p>';

describe('GET /v1/reports/{id}/{file}', () => {
  it('gives the files of a finished report, as pages that run nothing', async () => {
    const test = await startTestApp();
    const id = await startReport(test);
    const folder = test.reportRunner.running()?.folder ?? '';
    const early = await test.app.inject(`/v1/reports/${id}/report.html`);
    expect([early.statusCode, early.json().detail]).toEqual([404, expect.stringContaining('The report is running')]);
    await writeFile(path.join(folder, 'report.html'), PAGE);
    await writeFile(path.join(folder, 'report.json'), '{}');
    await writeFile(path.join(folder, 'speed.csv'), 'technology\r\n');
    await writeFile(path.join(folder, 'scores.csv'), 'names of files');
    test.reportRunner.end(succeed(SUMMARY));
    await expect.poll(async () => (await read(test, id)).state).toBe('finished');

    const page = await test.app.inject(`/v1/reports/${id}/report.html`);
    expect([page.statusCode, page.body]).toEqual([200, PAGE]);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain(
      "style-src 'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4='",
    );
    expect(page.headers['content-security-policy']).not.toMatch(/script|unsafe/);
    expect((await test.app.inject(`/v1/reports/${id}/report.json`)).json()).toEqual({});
    const lost = await test.app.inject(`/v1/reports/${id}/report.md`);
    expect([lost.statusCode, lost.json().detail]).toEqual([404, expect.stringContaining('report.md')]);
    const table = await test.app.inject(`/v1/reports/${id}/speed.csv`);
    expect([table.headers['content-type'], table.body]).toEqual(['text/csv; charset=utf-8', 'technology\r\n']);
    for (const file of ['plan.json', 'scores.csv']) {
      expect((await test.app.inject(`/v1/reports/${id}/${file}`)).statusCode).toBe(404);
    }
    expect((await test.app.inject(`/v1/reports/${id}/..%2F..%2Freport.json`)).statusCode).toBe(404);
  });
});
