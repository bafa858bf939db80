import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unbroken } from '../../src/domain/language/unbroken.ts';
import { hasChromium, launchChromium, openConsole, screenOnPage, textOf } from './browser.ts';
import { type Service, startService } from './service.ts';

describe.skipIf(!hasChromium)('a pilot in the browser', () => {
  let service: Service;
  let browser: Browser;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startService(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it('leads from a scan and what officers found in it to the comparison of those who screened it', async () => {
    const { page, complaints } = await openConsole(browser, service.url);
    const reply = await screenOnPage(page, () => page.locator('.sample').first().click());
    const { id, screenings } = await reply.json();
    expect(await textOf(page, '#inspection-text')).toBe('Not inspected yet.');
    await page.locator('#inspection-open').click();
    await page.locator('input[name=outcome][value=benign]').check();
    await page.locator('select[name=selectedBy]').selectOption('random');
    expect(await page.locator('#inspection-category-field').isVisible()).toBe(false);
    await page.locator('#inspection-form button[type=submit]').click();
    await page.locator('#inspection-dialog').waitFor({ state: 'hidden' });
    expect(await textOf(page, '#inspection-text')).toBe('Officers found: benign, drawn by lot.');
    const kept = await (await fetch(`${service.url}/v1/scans/${id}/inspection`)).json();
    expect(kept).toMatchObject({ outcome: 'benign', selectedBy: 'random', version: 1 });

    const [first, second] = screenings;
    await fetch(`${service.url}/v1/lineup`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ champion: second.technology, challengers: [first.technology] }),
    });
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.locator('body[data-state="ready"]').waitFor();
    const chosen = ['first', 'second'].map((name) => page.locator(`select[name=${name}]`).inputValue());
    expect(await Promise.all(chosen)).toEqual([second.technology, first.technology]);
    await page.locator('#comparison[aria-busy="false"] .answer').first().waitFor();
    expect(await textOf(page, '.fine-print')).toBe('1 scan that both screened.');
    expect(await textOf(page, '.warnings')).toMatch(/biased/);
    expect(await page.locator('.interval-row.is-biased').count()).toBeGreaterThan(0);
    // Who does not see it hears the answer, and not every cell of every table.
    expect(unbroken(await textOf(page, '#announcement'))).toContain(await textOf(page, '.answer'));
    expect(await page.locator('[aria-live] table').count()).toBe(0);
    expect(await page.locator('main form').count()).toBe(1);
    expect(await page.locator('.scroll[tabindex]').count()).toBe(0);
    const track = `getComputedStyle(document.querySelector('.interval-track'))`;
    // Else paper would show the bars of the biased figures alone.
    expect(await page.evaluate<string>(`${track}.printColorAdjust`)).toBe('exact');
    expect(await page.evaluate<string>(`${track}.forcedColorAdjust`)).toBe('none');

    await page.setViewportSize({ width: 360, height: 740 });
    const trackWidth = await page.evaluate<number>(`document.querySelector('.interval-track').clientWidth`);
    expect(trackWidth).toBeGreaterThan(250);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const wide = page.locator('.scroll[tabindex="0"]').first();
    expect(await page.getByRole('region', { name: 'Inspected share of each decision' }).count()).toBe(1);
    await wide.press('ArrowRight');
    const scrolled = `document.querySelector('.scroll[tabindex="0"]').scrollLeft`;
    await expect.poll(() => page.evaluate<number>(scrolled)).toBeGreaterThan(0);
    expect(await wide.getAttribute('aria-label')).toBe('Inspected share of each decision');
    expect(complaints).toEqual([]);
  });

  it('leaves room for figures beside a lane with a long name on a phone, and no line above the names of rows', async () => {
    const body = new FormData();
    body.append('side.high', new Blob([await readFile('samples/smoke/000-empty/side.high.png')]), 'side.high.png');
    body.append('metadata', JSON.stringify({ laneId: 'L'.repeat(64) }));
    expect((await fetch(`${service.url}/v1/scans`, { method: 'POST', body })).status).toBe(201);
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(`${service.url}/comparison.html?by=lane`);
    const name = page.locator('tbody th', { hasText: 'L'.repeat(64) });
    await expect.poll(() => name.count()).toBe(1);
    expect((await name.boundingBox())?.width).toBeLessThan(180);
    const lines = `[...document.querySelectorAll('thead td')].map((cell) => getComputedStyle(cell).borderTopWidth)`;
    expect(new Set(await page.evaluate<readonly string[]>(lines))).toEqual(new Set(['0px']));
  });

  it('finds the scans of today where today is another day than in UTC', async () => {
    const now = new Date();
    const timezoneId = now.getUTCHours() < 12 ? 'Etc/GMT+12' : 'Pacific/Kiritimati';
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: timezoneId }).format(now);
    expect(today).not.toBe(now.toISOString().slice(0, 10));
    const { page } = await openConsole(browser, service.url, { timezoneId });
    await screenOnPage(page, () => page.locator('.sample').first().click());
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.locator('body[data-state="ready"]').waitFor();
    await page.getByLabel('From').fill(today);
    const compared = page.waitForResponse((response) => response.url().includes('to='));
    await page.getByLabel('To, inclusive').fill(today);
    await compared;
    await expect.poll(() => textOf(page, 'article .fine-print')).toMatch(/^[1-9]\d* scans? that both screened/);
    expect(await textOf(page, '#choice-zone')).toContain(timezoneId);
  });

  it('offers its choice once a service answers that was away when the page was opened, and asks for none meanwhile', async () => {
    const context = await browser.newContext();
    await context.route('**/v1/technologies', (route) => route.abort());
    const page = await context.newPage();
    await page.goto(`${service.url}/comparison.html`);
    await expect.poll(() => textOf(page, '#comparison-note')).toContain('The service does not answer');
    const asked = page.waitForRequest('**/v1/technologies');
    await page.locator('select[name=by]').selectOption('port');
    await asked;
    expect(await textOf(page, '#comparison-note')).toContain('The service does not answer');
    await context.unroute('**/v1/technologies');
    await page.locator('.answer').first().waitFor();
    expect(await page.locator('select[name=first] option').count()).toBeGreaterThan(1);
    await context.close();
  });

  it('keeps what is chosen when it is reloaded, and hands it on with its address', async () => {
    const { page } = await openConsole(browser, service.url);
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.locator('body[data-state="ready"]').waitFor();
    const fields = ['first', 'second', 'from', 'by'].map((name) => page.locator(`[name=${name}]`));
    const chosen = () => Promise.all(fields.map((field) => field.inputValue()));
    await page.locator('select[name=first]').selectOption({ index: 2 });
    await page.locator('select[name=second]').selectOption({ index: 3 });
    await page.locator('select[name=by]').selectOption('week');
    await page.locator('input[name=from]').fill('2026-03-01');
    const before = await chosen();
    await page.reload();
    await page.locator('body[data-state="ready"]').waitFor();
    expect(await chosen()).toEqual(before);
    await page.goto(`${service.url}/comparison.html?first=gone@onnx-cpu&by=lane`);
    await page.locator('body[data-state="ready"]').waitFor();
    const [first, , , by] = await chosen();
    expect([first === '', by]).toEqual([false, 'lane']);
  });

  it('says what is wrong with a choice in words that fit it', async () => {
    const { page } = await openConsole(browser, service.url);
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.locator('body[data-state="ready"]').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/v1/comparison') && asked.push(request.url()));
    await page.locator('input[name=portCode]').fill('XX');
    await page.locator('input[name=portCode]').press('Enter');
    await expect.poll(() => textOf(page, '#comparison-note')).toContain('The port code "XX" is not of the form');
    // Enter changes the field and sends the form.
    expect(asked).toHaveLength(1);
    await page.locator('input[name=portCode]').press('Enter');
    await expect.poll(() => asked.length).toBe(2);
    expect(await textOf(page, '#comparison-note')).not.toContain('file');
  });
});
