import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { PicturedScan } from '../../src/console/api-document.ts';
import { shipped } from '../../src/installation.ts';
import { canvasPixels, hasChromium, paintedFrame, screenOnPage, textOf } from './browser.ts';
import { consoleSuite } from './console-suite.ts';
import { signal } from './signal.ts';

const THREAT_SAMPLE = '.sample:has(.is-threat)';
const BENIGN_SAMPLE = '.sample:has(.is-benign)';

/** How much of the rows of tabs lies beyond their edge. */
const HIDDEN_WIDTHS = `[...document.querySelectorAll('.tabs')].map((tabs) => tabs.scrollWidth - tabs.clientWidth)`;
/** Shares beside a meter that take two lines. */
const BROKEN_SHARES = `[...document.querySelectorAll('.meter + b')].filter((share) => {
  const words = document.createRange();
  words.selectNodeContents(share);
  return words.getClientRects().length > 1;
}).map(({ textContent }) => textContent)`;

describe.skipIf(!hasChromium)('the console', () => {
  const { open } = consoleSuite();

  async function pickSample(page: Page, selector: string, index = 0): Promise<PicturedScan> {
    const reply = await screenOnPage(page, () => page.locator(selector).nth(index).click());
    return reply.json();
  }

  /** A sample that the technology shown first alarms on: of a map far below its threshold nothing is to be seen. */
  async function pickAlarm(page: Page): Promise<void> {
    const count = await page.locator(THREAT_SAMPLE).count();
    for (let index = 0; index < count; index++) {
      const { screenings } = await pickSample(page, THREAT_SAMPLE, index);
      if (screenings[0]?.decision === 'alarm') return page.getByRole('tab').first().click();
    }
    throw new Error(`The technology shown first alarms on none of ${count} samples with a threat.`);
  }

  async function pixelAt(page: Page, x: number, y: number): Promise<string> {
    await page.mouse.move(x - 1, y);
    await page.mouse.move(x, y);
    return (await textOf(page, '#readout')).replace(/ {2}reading.*/, '');
  }

  const boxOf = (page: Page, selector: string) =>
    page.locator(selector).evaluate((shown) => shown.getBoundingClientRect().toJSON());

  it('teaches while it is empty, and loads without an error or a breach of its content security policy', async () => {
    const { page, complaints } = await open();
    expect(await textOf(page, '#empty')).toMatch(/Drop a scan here/);
    expect(await page.locator('.sample').count()).toBeGreaterThan(3);
    await pickSample(page, THREAT_SAMPLE);
    expect(complaints).toEqual([]);
  });

  it.each([320, 360, 768])('keeps what it teaches within its frame, %i pixels wide', async (width) => {
    const { page } = await open({ viewport: { width, height: 740 } });
    const frame = await boxOf(page, '#empty');
    for (const part of ['#empty .empty-picture', '#choose-files']) {
      const { top, bottom } = await boxOf(page, part);
      expect(top, part).toBeGreaterThan(frame.top);
      expect(bottom, part).toBeLessThan(frame.bottom);
    }
  });

  it('shows for a sample just what the service answered: decision, detections, score, times', async () => {
    const { page } = await open();
    const { screenings } = await pickSample(page, THREAT_SAMPLE);
    expect(screenings.length).toBeGreaterThan(1);
    const tabs = page.getByRole('tab');
    expect(await tabs.count()).toBe(screenings.length);
    for (const [index, { decision, detections, timings }] of screenings.entries()) {
      await tabs.nth(index).click();
      expect((await textOf(page, '.verdict-word')).toLowerCase()).toBe(decision);
      expect(await page.locator('.detection').count()).toBe(detections.length);
      const total = timings.totalMs < 10 ? timings.totalMs.toFixed(1) : String(Math.round(timings.totalMs));
      expect(await textOf(page, '.time-total b')).toBe(`${total}\u00a0ms`);
    }
    expect(await textOf(page, '#announcement')).toMatch(/(Alarm|Clear|Undecided)\. /);
  });

  it('screens a dropped file and keeps it in the history beside the sample', async () => {
    const { page } = await open();
    await pickSample(page, BENIGN_SAMPLE);
    const picture = await page.locator(`${BENIGN_SAMPLE} img`).first().getAttribute('src');
    const files = await page.evaluateHandle(
      `fetch(${JSON.stringify(picture)}).then((reply) => reply.blob()).then((blob) => {
        const carried = new DataTransfer();
        carried.items.add(new File([blob], 'gate-7.png', { type: 'image/png' }));
        return carried;
      })`,
    );
    await screenOnPage(page, () => page.dispatchEvent('main', 'drop', { dataTransfer: files }));
    expect(await page.locator('.history-name').allTextContents()).toContain('gate-7.png');
    expect(await page.locator('#show-truth').isDisabled()).toBe(true);
    await page.locator('.history-item').nth(1).click();
    // The scan is decoded anew before its findings are shown.
    await page.locator('.truth-line').waitFor();
    expect(await page.locator('.truth-line').count()).toBe(1);
  });

  it('changes the picture with window, level, inversion and the opacity of the anomaly map', async () => {
    const { page } = await open();
    await pickAlarm(page);
    const seen = new Set([await canvasPixels(page)]);
    await page.getByRole('button', { name: 'Cargo', exact: true }).click();
    seen.add(await canvasPixels(page));
    await page.locator('#level').fill('200');
    seen.add(await canvasPixels(page));
    await page.locator('#inverted').check();
    seen.add(await canvasPixels(page));
    await page.locator('#show-container').uncheck();
    seen.add(await canvasPixels(page));
    expect(seen.size).toBe(5);
    await page.locator('#map-opacity').fill('0');
    const bare = await canvasPixels(page);
    await page.locator('#map-opacity').fill('100');
    expect(await canvasPixels(page)).not.toBe(bare);
  });

  it('lets no control lie over the scan, also where it has two views', async () => {
    const { page } = await open();
    const sample = shipped('samples', 'smoke', '001-palletised-boxes');
    await screenOnPage(page, () =>
      page.locator('#files').setInputFiles(
        ['side', 'top'].map((view) => ({
          name: `${view}.high.png`,
          mimeType: 'image/png',
          buffer: readFileSync(join(sample, 'side.high.png')),
        })),
      ),
    );
    const stage = await page.locator('#stage').boundingBox();
    for (const control of ['#zoom', '#views', '#controls']) {
      const box = await page.locator(control).boundingBox();
      if (stage === null || box === null) throw new Error(`${control} is not to be seen.`);
      const isApart = box.y + box.height <= stage.y || box.y >= stage.y + stage.height;
      expect(isApart, control).toBe(true);
    }
  });

  it('keeps the pixel under the pointer when the wheel zooms, and moves it along when dragged', async () => {
    const { page } = await open();
    await pickSample(page, THREAT_SAMPLE);
    const before = await pixelAt(page, 700, 300);
    await page.mouse.wheel(0, -600);
    await page.locator('#readout').waitFor();
    expect(await pixelAt(page, 700, 300)).toBe(before);
    await page.mouse.down();
    await page.mouse.move(640, 280, { steps: 4 });
    await page.mouse.up();
    expect(await pixelAt(page, 640, 280)).toBe(before);
    await page.locator('#scan').dblclick({ position: { x: 500, y: 100 } });
    expect(await pixelAt(page, 700, 300)).toBe(before);
  });

  it('shows the reading in another corner than the one that it is of', async () => {
    const { page } = await open();
    await pickSample(page, THREAT_SAMPLE);
    const scan = await page.locator('#scan').boundingBox();
    if (scan === null) throw new Error('The scan is not to be seen.');
    const pointAt = (across: number) => page.mouse.move(scan.x + across * scan.width, scan.y + 0.6 * scan.height);
    await pointAt(0.7);
    await page.locator('#readout:not(.is-aside)').waitFor();
    await pointAt(0.3);
    await page.locator('#readout.is-aside').waitFor();
  });

  it('keeps the reading within the page on a telephone', async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 } });
    await pickSample(page, BENIGN_SAMPLE);
    const { left, right, top, bottom } = await boxOf(page, '#scan');
    for (const share of [0.1, 0.5, 0.9]) {
      const read = await pixelAt(page, left + share * (right - left), (top + bottom) / 2);
      expect(read).toMatch(/^x \d+ {2}y \d+$/);
      const readout = await boxOf(page, '#readout');
      expect(readout.left).toBeGreaterThanOrEqual(0);
      expect(readout.right).toBeLessThanOrEqual(360);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  it('says what is wrong with an unreadable file and what to do, and goes on', async () => {
    const { page } = await open();
    const broken = {
      name: 'broken.png',
      mimeType: 'image/png',
      buffer: Buffer.from('\x89PNG\r\n\x1a\nrubbish', 'latin1'),
    };
    await screenOnPage(page, () => page.setInputFiles('#files', broken));
    const problem = await textOf(page, '#problem');
    expect(problem).toContain('broken.png');
    expect(problem).toContain('unreadable-scan');
    expect(problem).toMatch(/Export the scan again/);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await pickSample(page, BENIGN_SAMPLE);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.locator('.verdict-word').isVisible()).toBe(true);
  });

  it('says nothing of a sample that cannot be fetched once another was asked for', async () => {
    const { page } = await open();
    const picture = await page.locator(`${THREAT_SAMPLE} img`).first().getAttribute('src');
    const [asked, overtaken] = [signal(), signal()];
    await page.route(`**${picture}`, async (route) => {
      asked.give();
      await overtaken.given;
      await route.fulfill({ status: 500, body: '' });
    });
    await page.locator(THREAT_SAMPLE).first().click();
    await asked.given;
    await pickSample(page, BENIGN_SAMPLE);
    const refused = page.waitForResponse((response) => response.url().endsWith(String(picture)));
    overtaken.give();
    await refused;
    await paintedFrame(page);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.locator('.verdict-word').isVisible()).toBe(true);
  });

  it('says why there are no samples, and has them once the service answers again', async () => {
    const { page } = await open();
    await page.route('**/samples.jsonl', (route) => route.abort(), { times: 1 });
    await page.reload();
    await expect.poll(() => textOf(page, '#samples')).toContain('The service does not answer');
    expect(await page.locator('#try-sample').isDisabled()).toBe(true);
    await page.locator('#try-sample:enabled').waitFor();
    expect(await page.locator('.sample').count()).toBeGreaterThan(3);
    await screenOnPage(page, () => page.locator('#try-sample').click());
    expect(await page.locator('.verdict-word').isVisible()).toBe(true);
  });

  it('can be used with the keyboard alone: try a sample, zoom, fit', async () => {
    const { page } = await open();
    const tabTo = async (id: string) => {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate('document.activeElement.id')) === id) return;
      }
      throw new Error(`Tab never reaches #${id}.`);
    };
    await tabTo('try-sample');
    await screenOnPage(page, () => page.keyboard.press('Enter'));
    await page.locator('#scan').focus();
    const fitted = await textOf(page, '#zoom-ratio');
    const whole = await canvasPixels(page);
    await page.keyboard.press('+');
    expect(await textOf(page, '#zoom-ratio')).not.toBe(fitted);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('0');
    expect(await textOf(page, '#zoom-ratio')).toBe(fitted);
    expect(await canvasPixels(page)).toBe(whole);
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 800],
  ] as const)('fits a %s screen %i pixels wide without scrolling sideways', async (colorScheme, width) => {
    const { page } = await open({ colorScheme, viewport: { width, height: 800 } });
    await pickSample(page, THREAT_SAMPLE);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(ground).toBe(colorScheme === 'dark' ? 'rgb(12, 21, 25)' : 'rgb(238, 242, 244)');
  });

  it('prints a scan and its findings in dark letters, also from a dark screen', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    await pickSample(page, THREAT_SAMPLE);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(18, 36, 44)');
    for (const shown of ['#scan', '.verdict-word']) expect(await page.locator(shown).isVisible(), shown).toBe(true);
    for (const left of ['#open-files', '#samples', '#controls']) {
      expect(await page.locator(left).isVisible(), left).toBe(false);
    }
    // A4 across: four cards beside each other, and nobody to scroll one of them.
    await page.setViewportSize({ width: 1047, height: 740 });
    expect(await page.evaluate<readonly number[]>(HIDDEN_WIDTHS)).toEqual([0]);
    expect(await page.evaluate<readonly string[]>(BROKEN_SHARES)).toEqual([]);
    // What is painted keeps its shape on a sheet of another one.
    expect(await page.evaluate(`getComputedStyle(document.getElementById('scan')).objectFit`)).toBe('contain');
  });

  it('prints all detections of a scan that has more than its card shows', async () => {
    const { page } = await open();
    await page.route('**/v1/scans?**', async (route) => {
      const reply = await route.fetch();
      const scan: PicturedScan = await reply.json();
      const detections = Array.from({ length: 40 }, (_, place) => ({
        ...{ view: 'side', score: 0.99, category: null },
        box: { x: 20 * place, y: 40, width: 16, height: 16 },
      }));
      const screenings = scan.screenings.map((screening) => ({ ...screening, decision: 'alarm', detections }));
      await route.fulfill({ response: reply, json: { ...scan, screenings } });
    });
    await pickSample(page, THREAT_SAMPLE);
    const hiddenPx = `(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('.detections'))`;
    expect(await page.evaluate(hiddenPx)).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(hiddenPx)).toBe(0);
  });
});
