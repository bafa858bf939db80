import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { RecordedInspection } from '../../src/console/api-document.ts';
import { hasChromium, screenOnPage, textOf } from './browser.ts';
import { consoleSuite } from './console-suite.ts';
import { signal } from './signal.ts';

const SCANS = '**/v1/scans?**';

interface Kept extends RecordedInspection {
  readonly history: readonly RecordedInspection[];
}

describe.skipIf(!hasChromium)('an inspection on the page of a scan', () => {
  const suite = consoleSuite();
  const addressOf = (id: string) => suite.urlOf(`/v1/scans/${id}/inspection`);
  const read = async (id: string): Promise<Kept> => JSON.parse(await (await fetch(addressOf(id))).text());

  async function screenSample(page: Page, index: number) {
    return (await screenOnPage(page, () => page.locator('.sample').nth(index).click())).json();
  }

  async function fillIn(page: Page, outcome: string, selectedBy: string): Promise<void> {
    await page.locator(`input[name=outcome][value=${outcome}]`).check();
    await page.locator('select[name=selectedBy]').selectOption(selectedBy);
  }

  const save = (page: Page) => page.locator('#inspection-form button[type=submit]').click();
  const isClosed = (page: Page) => page.locator('#inspection-dialog').waitFor({ state: 'hidden' });

  /** As another officer, or a list, records it. */
  async function recordElsewhere(id: string, more: object = {}): Promise<void> {
    const boxes = [{ view: 'side', box: { x: 1, y: 2, width: 30, height: 40 } }];
    const inspection = { outcome: 'threat', selectedBy: 'random', category: 'weapons', boxes };
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ ...inspection, inspectedAt: new Date().toISOString(), ...more });
    const reply = await fetch(addressOf(id), { method: 'PUT', headers, body });
    expect(reply.status).toBeLessThan(300);
  }

  it('is saved on the scan that it was opened for, also where the answer of another one arrives meanwhile', async () => {
    const { page } = await suite.open();
    const shown = await screenSample(page, 0);
    const name = await textOf(page, '.verdict-scan');
    const released = signal();
    await page.route(SCANS, async (route: Route) => {
      await released.given;
      await route.continue();
    });
    const replied = page.waitForResponse((reply) => reply.request().method() === 'POST');
    await page.locator('.sample').nth(1).click();
    await page.locator('#inspection-open').click();
    expect(await textOf(page, '#inspection-scan')).toBe(name);
    released.give();
    const other = await (await replied).json();
    await expect.poll(() => textOf(page, '.verdict-scan')).not.toBe(name);
    expect(await textOf(page, '#inspection-scan')).toBe(name);
    await fillIn(page, 'benign', 'random');
    await save(page);
    await isClosed(page);
    expect(await read(shown.id)).toMatchObject({ outcome: 'benign', version: 1 });
    expect((await fetch(addressOf(other.id))).status).toBe(404);
    expect(await textOf(page, '#inspection-text')).toBe('Not inspected yet.');
  });

  it('is shown where somebody else recorded it, and corrected with the boxes that it has', async () => {
    const { page } = await suite.open();
    const { id } = await screenSample(page, 0);
    await recordElsewhere(id);
    await screenSample(page, 1);
    await page.locator('.history-item').nth(1).click();
    await expect.poll(() => textOf(page, '#inspection-text')).toBe('Officers found: threat (weapons), drawn by lot.');
    await page.locator('#inspection-open').click();
    expect(await page.locator('select[name=selectedBy]').inputValue()).toBe('random');
    await page.locator('input[name=category]').fill('ammunition');
    await save(page);
    await isClosed(page);
    const { version, category, boxes, history } = await read(id);
    expect([version, category, boxes]).toEqual([2, 'ammunition', history[0]?.boxes]);
    expect(boxes).toHaveLength(1);
  });

  it('replaces none that was recorded meanwhile before it was seen', async () => {
    const { page } = await suite.open();
    const { id } = await screenSample(page, 0);
    await page.locator('#inspection-open').click();
    await fillIn(page, 'threat', 'other');
    await recordElsewhere(id);
    await save(page);
    await expect.poll(() => textOf(page, '#inspection-problem')).toContain('somebody recorded another inspection');
    expect(await textOf(page, '#inspection-problem')).toContain('threat (weapons), drawn by lot');
    expect(await read(id)).toMatchObject({ version: 1, selectedBy: 'random' });
    await save(page);
    await isClosed(page);
    const { version, selectedBy, boxes } = await read(id);
    expect([version, selectedBy, boxes.length]).toEqual([2, 'other', 1]);
  });

  it('is not said to be missing where the key may not read it', async () => {
    const { page } = await suite.open();
    await page.route(/\/v1\/scans\/[^/?]+$/, (route) =>
      route.fulfill({ status: 403, json: { title: 'No', code: 'forbidden', detail: 'The key lacks scan:read.' } }),
    );
    const { id } = await screenSample(page, 0);
    await expect.poll(() => textOf(page, '#inspection-text')).toBe('No inspection is known to this page.');
    await recordElsewhere(id);
    await page.locator('#inspection-open').click();
    await fillIn(page, 'benign', 'random');
    await save(page);
    await expect.poll(() => textOf(page, '#inspection-problem')).toContain('scan:read');
    expect(await read(id)).toMatchObject({ version: 1, outcome: 'threat' });
  });

  it('says nothing of a key that was refused any more once there is another one', async () => {
    const { page } = await suite.open();
    const { id } = await screenSample(page, 0);
    await page.route('**/inspection', (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({ status: 401, json: { title: 'No', code: 'unauthenticated', detail: 'The key was revoked.' } })
        : route.continue(),
    );
    await page.locator('#inspection-open').click();
    await fillIn(page, 'benign', 'random');
    await save(page);
    await page.locator('#key-dialog').waitFor({ state: 'visible' });
    await page.unroute('**/inspection');
    await page.locator('#key').fill(`sbk_${'0'.repeat(16)}_${'a'.repeat(43)}`);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.locator('#key-dialog').waitFor({ state: 'hidden' });
    expect(await page.locator('#inspection-problem').isVisible()).toBe(false);
    await save(page);
    await isClosed(page);
    expect(await read(id)).toMatchObject({ version: 1, outcome: 'benign' });
  });

  it('asks why the container was opened, and takes no alarm of a champion that did not alarm', async () => {
    const { page } = await suite.open();
    await page.route(SCANS, async (route) => {
      const response = await route.fetch();
      const scan = await response.json();
      for (const screening of scan.screenings) Object.assign(screening, { decision: 'clear', detections: [] });
      await route.fulfill({ response, json: scan });
    });
    const { id } = await screenSample(page, 0);
    await page.locator('#inspection-open').click();
    await page.locator('input[name=outcome][value=benign]').check();
    const reason = page.locator('select[name=selectedBy]');
    expect(await reason.inputValue()).toBe('');
    expect(await page.locator('#inspection-alarmed').isDisabled()).toBe(true);
    await save(page);
    expect(await page.locator('select[name=selectedBy]:invalid').count()).toBe(1);
    await reason.selectOption('risk-profile');
    await save(page);
    await isClosed(page);
    expect(await read(id)).toMatchObject({ selectedBy: 'risk-profile' });
  });
});
