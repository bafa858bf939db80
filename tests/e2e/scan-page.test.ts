import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { canvasPixels, hasChromium, screenOnPage, textOf } from './browser.ts';
import { consoleSuite } from './console-suite.ts';
import { signal } from './signal.ts';

const SCANS = '**/v1/scans?**';
const PICTURE = shipped('samples', 'smoke', '001-palletised-boxes', 'side.high.png');

describe.skipIf(!hasChromium)('the page of a scan', () => {
  const suite = consoleSuite();

  /** Lets the first of the next scans through, and the others once it is told to. */
  async function holdAllButFirst(page: Page) {
    const [asked, released] = [signal(), signal()];
    let count = 0;
    await page.route(SCANS, async (route) => {
      count += 1;
      if (count > 1) {
        asked.give();
        await released.given;
      }
      await route.continue();
    });
    return { asked: asked.given, release: released.give };
  }

  async function filesNamed(...names: readonly string[]): Promise<readonly string[]> {
    const folder = await temporaryFolder();
    const bytes = await readFile(PICTURE);
    return Promise.all(
      names.map(async (name) => {
        await writeFile(join(folder, name), bytes);
        return join(folder, name);
      }),
    );
  }

  const outcomes = (page: Page) => page.locator('.history-decision').allTextContents();
  const pick = (page: Page, name: string) => page.locator('.history-item', { hasText: name }).click();

  /** As a scanner's software posts it, without a page. */
  async function post(): Promise<string> {
    const headers = { 'content-type': 'image/png' };
    const reply = await fetch(suite.urlOf('/v1/scans?maps=link'), {
      method: 'POST',
      headers,
      body: await readFile(PICTURE),
    });
    const { id }: { readonly id: string } = JSON.parse(await reply.text());
    return id;
  }

  async function openAt(path: string): Promise<Page> {
    const page = await suite.newPage();
    await page.goto(suite.urlOf(path));
    return page;
  }

  it('keeps the scan that was chosen while the answers of other files come', async () => {
    const { page } = await suite.open();
    await screenOnPage(page, () => page.locator('.sample').first().click());
    const chosen = await textOf(page, '.verdict-scan');
    const held = await holdAllButFirst(page);
    await page.locator('#files').setInputFiles([...(await filesNamed('a.png', 'b.png', 'c.png'))]);
    await held.asked;
    await expect.poll(() => textOf(page, '.verdict-scan')).toBe('a.png');
    await pick(page, chosen);
    await expect.poll(() => textOf(page, '.verdict-scan')).toBe(chosen);
    expect(await textOf(page, '#busy-text')).toContain('b.png');
    held.release();
    await page.locator('#busy').waitFor({ state: 'hidden' });
    expect(await outcomes(page)).toHaveLength(4);
    expect(await textOf(page, '.verdict-scan')).toBe(chosen);
  });

  it('says of a file that was changed meanwhile, and of a folder, that it cannot be read, and sends the others', async () => {
    const { page } = await suite.open();
    const [first = '', second = '', third = ''] = await filesNamed('a.png', 'b.png', 'c.png');
    const held = await holdAllButFirst(page);
    await page.locator('#files').setInputFiles([first, second, third]);
    await held.asked;
    await writeFile(third, 'something else');
    held.release();
    await page.locator('#busy').waitFor({ state: 'hidden' });
    expect((await outcomes(page)).map((word) => word === 'Failed')).toEqual([true, false, false]);
    await pick(page, 'c.png');
    expect(await textOf(page, '#problem')).toContain('changed or moved');
    await page.getByRole('button', { name: 'Dismiss' }).click();

    const folder = join(await temporaryFolder(), 'march');
    await mkdir(folder);
    const devtools = await page.context().newCDPSession(page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 300, data });
    }
    await expect.poll(() => textOf(page, '#problem')).toContain('march is a folder');
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  it('screens with another choice of technologies when told to, as a record that the strip tells apart', async () => {
    const { page } = await suite.open();
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(request.url());
    });
    await screenOnPage(page, () => page.locator('.sample').first().click());
    const name = await textOf(page, '.verdict-scan');
    const shown = page.url();
    const again = page.getByRole('button', { name: 'Screen this scan again, as a new record' });
    expect(await again.isVisible()).toBe(false);
    await page.locator('#technologies input:checked').first().uncheck();
    await again.waitFor();
    expect(posts).toHaveLength(1);
    await screenOnPage(page, () => again.click());
    expect(posts).toHaveLength(2);
    expect(await page.locator('.history-name').allTextContents()).toEqual([`${name} (2)`, name]);
    expect(await textOf(page, '.verdict-scan')).toBe(`${name} (2)`);
    expect(page.url()).not.toBe(shown);
    expect(await again.isVisible()).toBe(false);
  });

  it('opens a scan on record by its id, and keeps it in its address for a reload and the way back', async () => {
    const id = await post();
    const page = await openAt(`/?scan=${id}`);
    await page.locator('.verdict-word').waitFor();
    await expect.poll(() => page.locator('#scan').getAttribute('aria-label')).toContain('view side');
    expect(await textOf(page, '.verdict-scan')).toBe(id);
    const bare = await canvasPixels(page);
    expect(bare.length).toBeGreaterThan(10_000);
    expect(await textOf(page, '#inspection-text')).toBe('Not inspected yet.');

    await page.locator('#technologies input:enabled').first().waitFor();
    await screenOnPage(page, () => page.locator('.sample').first().click());
    const sample = await textOf(page, '.verdict-scan');
    const address = page.url();
    await page.goBack();
    await expect.poll(() => textOf(page, '.verdict-scan')).toBe(id);
    await page.goForward();
    await expect.poll(() => textOf(page, '.verdict-scan')).toBe(sample);
    await page.reload();
    expect(page.url()).toBe(address);
    await expect.poll(() => textOf(page, '.verdict-scan')).toBe(new URL(address).searchParams.get('scan'));
  });

  it('shows a scan that waits for its turn as soon as it is screened, without a reload', async () => {
    const id = await post();
    const page = await suite.newPage();
    let isScreened = false;
    await page.route(`**/v1/scans/${id}*`, async (route) => {
      if (isScreened) return route.continue();
      const reply = await route.fetch();
      return route.fulfill({ response: reply, json: { ...(await reply.json()), state: 'queued', screenings: [] } });
    });
    await page.goto(suite.urlOf(`/?scan=${id}`));
    await expect.poll(() => textOf(page, '#problem')).toContain('This page looks again');
    isScreened = true;
    await page.locator('.verdict-word').waitFor();
    expect(await textOf(page, '.verdict-scan')).toBe(id);
    expect(await page.locator('#problem').isVisible()).toBe(false);
  });

  it('says so where no such scan is on record, and where its pictures are not', async () => {
    const unknown = await openAt('/?scan=0193a0c0-5f1e-7c3a-9d57-0c6f2f6f3b11');
    await expect.poll(() => textOf(unknown, '#problem')).toContain('No scan with this id is on record');

    const page = await suite.newPage();
    await page.route('**/image.png', (route) =>
      route.fulfill({ status: 404, json: { title: 'Nothing', code: 'not-found', detail: 'Retired.' } }),
    );
    await page.goto(suite.urlOf(`/?scan=${await post()}`));
    await expect.poll(() => textOf(page, '#problem')).toContain('No picture of this view any more');
    expect(await page.locator('.verdict-word').isVisible()).toBe(true);
  });
});
