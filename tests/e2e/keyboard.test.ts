import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasChromium, screenOnPage, textOf } from './browser.ts';
import { consoleSuite } from './console-suite.ts';

const SCANS = '**/v1/scans?**';
const PROBLEM = { title: 'Full', status: 503, code: 'overloaded', detail: 'It is full.' };

/** Which element the keyboard stands on. */
const heldId = (page: Page) => page.evaluate<string>('document.activeElement.id');

function pressOn(page: Page, selector: string): Promise<void> {
  return page.locator(selector).press('Enter');
}

/** The reports of a service that makes none: what is in the list is said by the test. */
async function planReports(page: Page, reports: { id: string; state: string }[]): Promise<void> {
  const asked = new Date().toISOString();
  await page.route('**/v1/reports?**', (route) =>
    route.fulfill({
      json: {
        items: reports.map(({ id, state }) => ({
          ...{ id, state, plan: 'gate', createdAt: asked, startedAt: asked, endedAt: null, progress: 0.5 },
          ...{ phrase: 'timing', request: { plan: 'gate' }, summary: null, failure: null },
        })),
        nextCursor: null,
      },
    }),
  );
  await page.route('**/v1/reports', (route) => {
    reports.unshift({ id: 'new', state: 'queued' });
    return route.fulfill({ status: 202, json: {} });
  });
  await page.route('**/v1/reports/new', (route) => {
    reports.splice(0);
    return route.fulfill({ status: 204 });
  });
}

describe.skipIf(!hasChromium)('somebody without a pointer, or who does not see the page', () => {
  const suite = consoleSuite();
  const open = async () => (await suite.open()).page;

  it('stands on the scan when the button that was pressed goes away: try a sample, try again, dismiss', async () => {
    const page = await open();
    const refuse = (route: Route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', json: PROBLEM });
    await page.route(SCANS, refuse);
    await pressOn(page, '#try-sample');
    await page.locator('#problem').waitFor({ state: 'visible' });
    await expect.poll(() => heldId(page)).toBe('scan');
    const widthOf = (selector: string) => page.evaluate<number>(`document.querySelector('${selector}').clientWidth`);
    expect(await widthOf('.problem-text')).toBeGreaterThan(3 * (await widthOf('.problem-buttons')));
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await widthOf('.problem-text')).toBeGreaterThan(250);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
    await expect.poll(() => heldId(page)).toBe('scan');

    await pressOn(page, '.history-item');
    await page.unroute(SCANS);
    await screenOnPage(page, () => page.getByRole('button', { name: 'Try again' }).press('Enter'));
    await expect.poll(() => heldId(page)).toBe('scan');
    expect(await page.locator('#scan').getAttribute('aria-label')).toMatch(/, view side, /);
  });

  it('stands in the history where it was as other scans come, and nothing there is drawn anew', async () => {
    const page = await open();
    await screenOnPage(page, () => pressOn(page, '#try-sample'));
    await page.locator('.history-item').focus();
    await page.evaluate(`document.activeElement.dataset.mark = 'seen before'`);
    await screenOnPage(page, () => page.evaluate(`document.querySelectorAll('.sample')[1].click()`));
    await expect.poll(() => page.locator('.history-item').count()).toBe(2);
    expect(await page.evaluate<string>('document.activeElement.dataset.mark')).toBe('seen before');
    expect(await page.locator('.history-item[aria-current]').count()).toBe(1);
    expect(await page.locator('.history-item[aria-current]').getAttribute('data-mark')).toBeNull();
  });

  it('hears that an inspection is on record, and stands where it was asked for', async () => {
    const page = await open();
    await screenOnPage(page, () => pressOn(page, '#try-sample'));
    await pressOn(page, '#inspection-open');
    await page.locator('input[name=outcome][value=threat]').press('Space');
    await page.locator('select[name=selectedBy]').selectOption('random');
    await pressOn(page, '#inspection-form button[type=submit]');
    await expect.poll(() => textOf(page, '#announcement')).toMatch(/^Officers found: threat/);
    expect(await heldId(page)).toBe('inspection-open');
  });

  it('starts a report, hears of it, and keeps its place while it waits, runs and is removed', async () => {
    const page = await suite.newPage();
    const reports: { id: string; state: string }[] = [];
    await planReports(page, reports);
    await page.goto(suite.urlOf('/reports.html'));
    await page.locator('#start:enabled').waitFor();
    await pressOn(page, '#start');
    await expect.poll(() => textOf(page, '#announcement')).toBe('gate: Waiting.');
    expect(await heldId(page)).toBe('start');

    await page.locator('.is-remove').focus();
    reports.splice(0, 1, { id: 'new', state: 'running' });
    await expect.poll(() => textOf(page, '#announcement')).toBe('gate: Running.');
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Cancel');

    await pressOn(page, '.is-remove');
    await pressOn(page, '#remove-confirm');
    await expect.poll(() => textOf(page, '#announcement')).toBe('gate: Removed.');
    expect(await heldId(page)).toBe('made-title');
  });

  it('hears why a technology cannot screen', async () => {
    const page = await open();
    await page.route('**/v1/technologies', async (route) => {
      const response = await route.fetch();
      const { items } = await response.json();
      const [first, ...others] = items;
      const away = { ...first, state: 'unavailable', reason: 'its file is missing' };
      await route.fulfill({ response, json: { items: [away, ...others], nextCursor: null } });
    });
    await page.reload();
    await page.locator('#technologies input:disabled').waitFor();
    const why = await page.locator('#technologies input:disabled').getAttribute('title');
    expect(why).toContain('is unavailable: its file is missing');
  });
});
