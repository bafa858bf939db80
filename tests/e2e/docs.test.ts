import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { hasChromium, launchChromium, textOf } from './browser.ts';
import { type Service, startService } from './service.ts';

const SAMPLE = shipped('samples', 'smoke', '001-palletised-boxes');

describe.skipIf(!hasChromium)('/docs', () => {
  let service: Service;
  let browser: Browser;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startService(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  async function openScanOperation(): Promise<{ page: Page; complaints: readonly string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${service.url}/docs`);
    await page.locator('#operations-scans-screenScan .opblock-summary').click();
    await page.locator('.try-out__btn').first().click();
    return { page, complaints };
  }

  /** Sends the request and reads the scan document that the page shows. */
  async function execute(page: Page): Promise<unknown> {
    await page.locator('button.execute').click();
    const answer = page.locator('.live-responses-table tr.response');
    await answer.waitFor();
    expect(await textOf(page, '.live-responses-table tr.response .response-col_status')).toMatch(/^201/);
    return JSON.parse((await answer.locator('pre').first().textContent()) ?? '');
  }

  it('loads without an error or a breach of its content security policy, and posts a sample as it is', async () => {
    const { page, complaints } = await openScanOperation();
    await page.locator('input[type=file]').setInputFiles(`${SAMPLE}/side.high.png`);
    expect(await execute(page)).toMatchObject({ views: [{ name: 'side', energies: ['high'] }] });
    expect(complaints).toEqual([]);
  });

  it('is dark where the screen is, also when that changes', async () => {
    const { page } = await openScanOperation();
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator('html.dark-mode').waitFor({ state: colorScheme === 'dark' ? 'attached' : 'detached' });
    }
  });

  it('fits a telephone, has a main part, and a name for each of its fields', async () => {
    const { page } = await openScanOperation();
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.locator('meta[name=viewport]').count()).toBe(1);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.getByRole('main').count()).toBe(1);
    await page.getByRole('combobox', { name: 'maps' }).waitFor();
    const nameless = '[role=main] :is(select, input, textarea):not([aria-label], [aria-labelledby], [id])';
    const found = `[...document.querySelectorAll('${nameless}')].map(({ outerHTML }) => outerHTML)`;
    expect(await page.evaluate<readonly string[]>(found)).toEqual([]);
  });

  it('posts a form with its example of metadata as it stands, with fields left empty', async () => {
    const { page, complaints } = await openScanOperation();
    await page.locator('.opblock-section-request-body select').first().selectOption('multipart/form-data');
    await page.locator('input[type=file]').first().setInputFiles(`${SAMPLE}/side.high.png`);
    expect(await execute(page)).toMatchObject({
      metadata: { containerNumber: 'CSQU3054383' },
      views: [{ name: 'side', energies: ['high'] }],
    });
    expect(complaints).toEqual([]);
  });
});
