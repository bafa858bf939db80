import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { PicturedScan } from '../../src/console/api-document.ts';
import { shipped } from '../../src/installation.ts';
import { hasChromium, paintedFrame, screenOnPage, textOf } from './browser.ts';
import { consoleSuite } from './console-suite.ts';

const PICTURE = readFileSync(join(shipped('samples', 'smoke', '000-empty'), 'side.high.png'));
const BROKEN = Buffer.from('\x89PNG\r\n\x1a\nrubbish', 'latin1');
const SCANS = '**/v1/scans?**';
const SCREENED = { timeout: 30_000 };

const fileOf = (name: string, buffer = PICTURE) => ({ name, mimeType: 'image/png', buffer });

function refuse(route: Route, status: number, code: string, headers: Readonly<Record<string, string>> = {}) {
  const body = JSON.stringify({ title: 'Refused', status, code, detail: `It is ${code}.` });
  return route.fulfill({ status, headers: { 'content-type': 'application/problem+json', ...headers }, body });
}

describe.skipIf(!hasChromium)('an officer at the gate', () => {
  const suite = consoleSuite();
  const open = async (options: Parameters<typeof suite.open>[0] = {}) => (await suite.open(options)).page;

  const names = (page: Page) => page.locator('.history-name').allTextContents();
  const heldKey = (page: Page) => page.evaluate<string | null>(`document.activeElement.getAttribute('data-key')`);

  it('still sees which of several dropped scans was not screened, and why, when the last one is on the screen', async () => {
    const page = await open();
    await page.setInputFiles('#files', [fileOf('a.png'), fileOf('bad.png', BROKEN), fileOf('c.png')]);
    await page.locator('.history-item').nth(2).waitFor();
    await expect.poll(() => textOf(page, '#problem'), SCREENED).toContain('1 of 3 scans was not screened');
    expect(await names(page)).toEqual(['c.png', 'bad.png', 'a.png']);
    await page.getByRole('button', { name: /Failed bad\.png/ }).click();
    expect(await textOf(page, '#problem')).toContain('unreadable-scan');
  });

  it('loses none of the scans that come while another is screened, and reads of which one the decision is', async () => {
    const page = await open();
    const held: (() => Promise<void>)[] = [];
    await page.route(SCANS, (route) => {
      held.push(() => route.continue());
    });
    await page.setInputFiles('#files', [fileOf('first.png')]);
    await expect.poll(() => held.length, SCREENED).toBe(1);
    await page.setInputFiles('#files', [fileOf('second.png')]);
    await expect.poll(() => textOf(page, '#busy-text')).toBe('Screening first.png, 1 more to come');
    await held[0]?.();
    await expect.poll(() => held.length, SCREENED).toBe(2);
    await expect.poll(() => textOf(page, '.verdict-scan'), SCREENED).toBe('first.png');
    await held[1]?.();
    await expect.poll(() => textOf(page, '.verdict-scan'), SCREENED).toBe('second.png');
    expect(await names(page)).toEqual(['second.png', 'first.png']);
  });

  it('keeps the answer that another scan overtook in the history', async () => {
    const page = await open();
    let letGo = () => {};
    await page.route(
      SCANS,
      async (route) => {
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
        await route.continue();
      },
      { times: 1 },
    );
    const sent = page.waitForRequest(SCANS);
    await page.setInputFiles('#files', [fileOf('overtaken.png')]);
    await sent;
    await screenOnPage(page, () => page.locator('.sample').first().click());
    letGo();
    await expect.poll(() => names(page), SCREENED).toEqual(['overtaken.png', '000-empty']);
    expect(await textOf(page, '.verdict-scan')).toBe('000-empty');
  });

  it('is told how long to wait by a service that is full, and sends the scan again with one click', async () => {
    const page = await open();
    await page.route(SCANS, (route) => refuse(route, 503, 'overloaded', { 'retry-after': '17' }), { times: 1 });
    await screenOnPage(page, () => page.setInputFiles('#files', [fileOf('gate-7.png')]));
    expect(await textOf(page, '#problem')).toContain('The service asks to wait 17 seconds.');
    await screenOnPage(page, () => page.getByRole('button', { name: 'Try again' }).click());
    expect(await names(page)).toEqual(['gate-7.png']);
    expect(await textOf(page, '.verdict-scan')).toBe('gate-7.png');
  });

  it('stays with the keyboard where it was when what stood there is drawn anew', async () => {
    const page = await open();
    await page.setInputFiles(
      '#files',
      ['side', 'top'].map((view) => fileOf(`${view}.high.png`)),
    );
    await page.locator('#views button').nth(1).waitFor();
    await page.route(SCANS, async (route) => {
      const response = await route.fetch();
      const scan: PicturedScan = await response.json();
      const box = { x: 100, y: 100, width: 40, height: 30 };
      const detections = [0.9, 0.8].map((score) => ({ view: 'side', box, score, category: null }));
      const screenings = scan.screenings.map((screening) => ({
        ...screening,
        decision: 'alarm',
        score: 0.9,
        detections,
      }));
      await route.fulfill({ response, json: { ...scan, screenings } });
    });
    for (const [selector, key] of [
      ['#views button >> nth=1', 'top'],
      ['.tab >> nth=1', await page.locator('.tab').nth(1).getAttribute('data-key')],
    ] as const) {
      await page.locator(selector).focus();
      await page.keyboard.press('Enter');
      await paintedFrame(page);
      expect(await heldKey(page)).toBe(key);
    }
    await screenOnPage(page, () => page.locator('.sample').first().click());
    await page.locator('.detection').nth(1).focus();
    await page.keyboard.press('Enter');
    await page.locator('.detection[aria-pressed=true]').waitFor();
    expect(await heldKey(page)).toBe('1');
    await page.locator('.history-item').nth(1).focus();
    const key = await heldKey(page);
    await page.keyboard.press('Enter');
    await page.locator('li:nth-child(2) > .history-item[aria-current]').waitFor();
    expect(await heldKey(page)).toBe(key);
  });

  it('keeps the technologies that were chosen while others are still warming up', async () => {
    const page = await open();
    let warm = 4;
    await page.route('**/v1/technologies', async (route) => {
      const response = await route.fetch();
      const { items } = await response.json();
      const states = items.map((item: object, i: number) => (i < warm ? item : { ...item, state: 'unavailable' }));
      await route.fulfill({ response, json: { items: states } });
    });
    await page.reload();
    const boxes = page.locator('#technologies input');
    await boxes.nth(3).check();
    await boxes.nth(0).uncheck();
    warm = 6;
    await page.locator('#technologies input:enabled').nth(5).waitFor();
    const chosen = await boxes.evaluateAll((all) => all.map((box) => box.matches(':checked')));
    expect(chosen.slice(0, 6)).toEqual([false, true, true, true, false, false]);
  });

  it('zooms with two fingers where they are', async () => {
    const page = await open({ viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true });
    await screenOnPage(page, () => page.locator('.sample').first().tap());
    const scan = await page.locator('#scan').boundingBox();
    if (scan === null) throw new Error('The scan is not to be seen.');
    const [x, y] = [scan.x + scan.width / 2, scan.y + scan.height / 2];
    const before = Number.parseInt(await textOf(page, '#zoom-ratio'), 10);
    const fingers = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apartPx: number) =>
      fingers.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [-0.5, 0.5].map((side, id) => ({ id, x: x + side * apartPx, y })),
      });
    await touch('touchStart', 80);
    for (const apartPx of [120, 180, 240]) await touch('touchMove', apartPx);
    await touch('touchEnd', 0);
    await expect.poll(async () => Number.parseInt(await textOf(page, '#zoom-ratio'), 10) / before).toBeCloseTo(3, 1);
  });

  it('sees in the colours of the system what is chosen, and the score', async () => {
    const page = await open({ forcedColors: 'active' });
    await screenOnPage(page, () => page.locator('.sample').first().click());
    const colourOf = (selector: string, property: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`);
    const chosen = ['#presets [aria-pressed=true]', '.sample[aria-pressed=true]'] as const;
    const others = ['#presets [aria-pressed=false]', '.sample[aria-pressed=false]'] as const;
    for (const [place, selector] of chosen.entries()) {
      expect(await colourOf(selector, 'backgroundColor')).not.toBe(
        await colourOf(others[place] ?? '', 'backgroundColor'),
      );
    }
    const tab = await colourOf('.tab[aria-selected=true]', 'borderBottomColor');
    expect(tab).not.toBe(await colourOf('.tab[aria-selected=false]', 'borderBottomColor'));
    const fill = await colourOf('.score-fill', 'backgroundColor');
    expect(fill).not.toBe(await colourOf('.card', 'backgroundColor'));
    // The mark of a decision is a shape with a sign in it, which is lost where both are of one colour.
    const current = '.history-item[aria-current=true] .icon';
    const sign = await page.evaluate<string>(
      `((icon) => {
        const probe = icon.parentElement.appendChild(document.createElement('i'));
        probe.style.cssText = 'forced-color-adjust: none; color: var(--icon-ink, #fff) !important';
        return getComputedStyle(probe).color;
      })(document.querySelector('${current}'))`,
    );
    expect(sign).not.toBe(await colourOf(current, 'color'));
  });

  it('goes on entering a key while more of the scans that wait are refused', async () => {
    const page = await open();
    const held: (() => Promise<void>)[] = [];
    await page.route(SCANS, (route) => {
      held.push(() => refuse(route, 401, 'unauthenticated'));
    });
    await page.setInputFiles('#files', [fileOf('first.png'), fileOf('second.png')]);
    await expect.poll(() => held.length, SCREENED).toBe(1);
    await held[0]?.();
    await page.locator('#key-dialog').waitFor({ state: 'visible' });
    await page.locator('#key').fill('sbk_half');
    await page.locator('#close-key').focus();
    await expect.poll(() => held.length, SCREENED).toBe(2);
    await held[1]?.();
    await expect.poll(() => textOf(page, '#problem'), SCREENED).toContain('2 of 2 scans were not screened');
    expect(await page.locator('#key').inputValue()).toBe('sbk_half');
    expect(await page.evaluate('document.activeElement.id')).toBe('close-key');
  });

  it('is asked for another key over the inspection that was filled in, and records it once', async () => {
    const page = await open();
    await screenOnPage(page, () => page.locator('.sample').first().click());
    await page.route('**/inspection', (route) => refuse(route, 401, 'unauthenticated'), { times: 1 });
    await page.locator('#inspection-open').click();
    await page.locator('input[name=outcome][value=threat]').check();
    await page.locator('input[name=category]').fill('weapons');
    await page.locator('select[name=selectedBy]').selectOption('random');
    const save = page.locator('#inspection-form button[type=submit]');
    await save.click();
    await page.locator('#key-dialog').waitFor({ state: 'visible' });
    await page.locator('#close-key').click();
    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'PUT') sent++;
    });
    await save.dblclick();
    await page.locator('#inspection-dialog').waitFor({ state: 'hidden' });
    expect(await textOf(page, '#inspection-text')).toBe('Officers found: threat (weapons), drawn by lot.');
    expect(sent).toBe(1);
  });
});
