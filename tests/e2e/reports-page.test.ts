import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { startBuiltService } from '../main/built-service.ts';
import { hasChromium, launchChromium, textOf } from './browser.ts';

const MADE_MS = 400_000;

async function openReports(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    // What a browser says of an answer that is a refusal is no fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  await page.goto(`${url}/reports.html`);
  await page.locator('body[data-state="ready"]').waitFor();
  return { context, page, complaints };
}

async function startFirstLook(page: Page, technologies: readonly string[]): Promise<void> {
  await page.locator('select[name=plan]').selectOption('first-look');
  for (const technology of technologies) await page.locator(`input[value="${technology}"]`).check();
  await page.getByRole('button', { name: 'Start' }).click();
}

function makeKey(dataDir: string, scope: string): string {
  const made = execFileSync(
    process.execPath,
    [shipped('dist', 'src', 'cli.js'), 'keys', 'create', '--name', scope, '--scope', scope, '--json'],
    { env: { SCANBENCH_DATA_DIR: dataDir }, encoding: 'utf8' },
  );
  const { key }: { readonly key: string } = JSON.parse(made);
  return key;
}

async function enterKey(page: Page, key: string): Promise<void> {
  await page.locator('#key').fill(key);
  await page.getByRole('button', { name: 'Use this key' }).click();
  await page.locator('#key-dialog').waitFor({ state: 'hidden' });
}

describe.skipIf(!hasChromium)('the page of reports', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('leads from a plan to its report: progress, verdict, the page itself, files, removal', {
    timeout: MADE_MS,
  }, async () => {
    const { url } = await startBuiltService({});
    const { page, context, complaints } = await openReports(browser, url);
    expect(await textOf(page, '#reports-note')).toContain('No report yet');
    await page.locator('input[name=gallery]').check();
    await startFirstLook(page, ['local-contrast@onnx-cpu', 'pattern-break@onnx-cpu']);
    const [report, waiting] = [
      page.locator('.report[data-state=running], .report[data-state=finished]'),
      page.locator('.report[data-state=queued]'),
    ];
    await report.waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await waiting.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await waiting.waitFor({ state: 'detached' });

    await page.locator('.report[data-state=finished]').waitFor({ timeout: MADE_MS });
    expect(await textOf(page, '.verdicts')).toContain('local-contrast@onnx-cpu beside pattern-break@onnx-cpu');
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open' }).click();
    const tab = await opened;
    await tab.getByRole('heading', { name: 'In plain words' }).waitFor();
    // Its own style holds, although the console lets none in that is written into a page.
    expect(await tab.evaluate<string>(`getComputedStyle(document.querySelector('section')).borderRadius`)).toBe('8px');
    const seen = await tab.evaluate<readonly number[]>('[...document.images].map((image) => image.naturalWidth)');
    expect(seen).not.toEqual([]);
    expect(Math.min(...seen)).toBeGreaterThan(0);
    await tab.close();

    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: 'JSON' }).click();
    const download = await downloaded;
    expect(download.suggestedFilename()).toMatch(/^first-look-[0-9a-f]{8}-report\.json$/);
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ kind: 'scanbench-report' });

    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    // What does not come back is not one key too many away.
    expect(await textOf(page, ':focus')).toBe('Keep it');
    await page.getByRole('button', { name: 'Remove it' }).click();
    await expect.poll(() => textOf(page, '#reports-note')).toContain('No report yet');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('asks for a key that may make reports, and opens them with it in a tab of their own', {
    timeout: MADE_MS,
  }, async () => {
    const dataDir = await temporaryFolder();
    const [screens, reports] = [makeKey(dataDir, 'scan:write'), makeKey(dataDir, 'report')];
    const { url } = await startBuiltService({ SCANBENCH_DATA_DIR: dataDir });
    const { page, context, complaints } = await openReports(browser, url);
    await page.locator('#key-dialog').waitFor({ state: 'visible' });
    await enterKey(page, screens);
    await expect.poll(() => textOf(page, '.note.is-problem')).toContain('report');
    expect(await page.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);

    await page.locator('#open-key').click();
    await enterKey(page, reports);
    await expect.poll(() => textOf(page, '#reports-note')).toContain('No report yet');

    await page.locator('select[name=plan]').selectOption('first-look');
    await page.locator('input[name=sampleSet][value=smoke]').check();
    await page.locator('#open-key').click();
    await enterKey(page, reports);
    await page.locator('#start:enabled').waitFor();
    const refused = { title: 'No', code: 'unauthenticated', detail: 'The key was revoked.' };
    await page.route('**/v1/reports', (route) => route.fulfill({ status: 401, json: refused }), { times: 1 });
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => textOf(page, '#key-reason')).toContain('was revoked');
    await enterKey(page, reports);
    await page.locator('#start:enabled').waitFor();
    expect(await page.locator('#order-problem').isVisible()).toBe(false);
    // Another key is no reason to choose all anew.
    expect(await page.locator('select[name=plan]').inputValue()).toBe('first-look');
    expect(await page.locator('input[name=sampleSet][value=smoke]').isChecked()).toBe(true);
    await startFirstLook(page, ['local-contrast@onnx-cpu']);
    await page.locator('.report[data-state=finished]').waitFor({ timeout: MADE_MS });
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Open' }).click();
    await (await opened).getByRole('heading', { name: 'In plain words' }).waitFor();

    // Who sits down at the page without that key sees nothing that it had opened.
    await page.locator('#open-key').click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await expect.poll(() => page.locator('.report').count()).toBe(0);
    await enterKey(page, reports);
    await page.locator('.report[data-state=finished]').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('offers its form once a service answers that was away when the page was opened', async () => {
    const { url } = await startBuiltService({});
    const context = await browser.newContext();
    await context.route('**/v1/plans', (route) => route.abort(), { times: 1 });
    const page = await context.newPage();
    await page.goto(`${url}/reports.html`);
    await page.locator('#start:enabled').waitFor();
    expect(await page.locator('#plan option').count()).toBeGreaterThan(1);
    await context.close();
  });

  it('says of a report that is not there what to do, on a page with a heading and a way to a key', async () => {
    const { url } = await startBuiltService({});
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${url}/report.html?id=nope`);
    await expect.poll(() => textOf(page, '#report-note')).toContain('It may have been removed');
    expect(await page.getByRole('heading', { level: 1 }).allTextContents()).toEqual([' Report']);
    await context.route('**/v1/reports/nope/report.html', (route) =>
      route.fulfill({ status: 401, json: { title: 'No key', code: 'unauthenticated', detail: 'It asks for a key.' } }),
    );
    await page.reload();
    await page.locator('#key-dialog').waitFor({ state: 'visible' });
    await context.close();
  });

  it('fits a telephone, and says it where the service is away', async () => {
    const service = await startBuiltService({});
    const { page, context } = await openReports(browser, service.url, { viewport: { width: 390, height: 800 } });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    service.child.kill('SIGTERM');
    await service.exited;
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => textOf(page, '#order-problem')).toContain('The service does not answer');
    await page.emulateMedia({ media: 'print' });
    for (const left of ['#order', '.button >> nth=0']) expect(await page.locator(left).isVisible(), left).toBe(false);
    expect(await page.locator('#made-title').isVisible()).toBe(true);
    await context.close();
  });
});
