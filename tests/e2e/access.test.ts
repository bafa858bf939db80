import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { SAMPLE, startBuiltService } from '../main/built-service.ts';
import { readMetrics, sumOf } from '../main/read-metrics.ts';
import { hasChromium, launchChromium, screenOnPage, textOf } from './browser.ts';

describe.skipIf(!hasChromium)('the console of a service with keys', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('asks for a key once, screens with it, and forgets it when told to', async () => {
    const folder = await temporaryFolder();
    const made = execFileSync(
      process.execPath,
      [shipped('dist', 'src', 'cli.js'), 'keys', 'create', '--name', 'officer', '--scope', 'scan:write', '--json'],
      { env: { SCANBENCH_DATA_DIR: folder }, encoding: 'utf8' },
    );
    const { key }: { readonly key: string } = JSON.parse(made);
    const { url } = await startBuiltService({ SCANBENCH_DATA_DIR: folder });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const breaches: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) breaches.push(message.text());
    });
    await page.goto(url);

    const dialog = page.locator('#key-dialog');
    await dialog.waitFor({ state: 'visible' });
    expect(await textOf(page, '#key-reason')).toContain('This service asks for a key');
    await page.locator('#key').fill(`  ${key.slice(0, -1)}x `);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await expect.poll(() => textOf(page, '#key-reason')).toContain('does not know this key');

    await page.locator('#key').fill(key);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('#technologies input:enabled').first().waitFor();
    const reply = await screenOnPage(page, () => page.locator('.sample').first().click());
    expect(reply.status()).toBe(201);

    await page.locator('#open-key').click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await expect.poll(() => textOf(page, '#key-reason')).toContain('This service asks for a key');
    expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0);
    expect(breaches).toEqual([]);
    await context.close();
  });

  it('asks for a key on the page of comparisons, too, and compares with it', async () => {
    const folder = await temporaryFolder();
    const made = execFileSync(
      process.execPath,
      [shipped('dist', 'src', 'cli.js'), 'keys', 'create', '--name', 'head', '--scope', 'report', '--json'],
      { env: { SCANBENCH_DATA_DIR: folder }, encoding: 'utf8' },
    );
    const { key }: { readonly key: string } = JSON.parse(made);
    const { url } = await startBuiltService({ SCANBENCH_DATA_DIR: folder });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${url}/comparison.html`);

    await page.locator('#key-dialog').waitFor({ state: 'visible' });
    expect(await textOf(page, '#key-reason')).toContain('This service asks for a key');
    await page.locator('#key').fill(key);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.locator('#key-dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => textOf(page, '.answer')).toContain('No scan was screened by both');
    expect(await page.locator('select[name=first] option').count()).toBeGreaterThan(1);

    await page.locator('#open-key').click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await expect.poll(() => textOf(page, '#key-reason')).toContain('This service asks for a key');
    expect(await page.locator('.answer').count()).toBe(0);
    await context.close();
  });
});

describe.skipIf(!hasChromium)('a page that another port of this machine serves', () => {
  it('makes the browser send what a form could, and the service without keys keeps none of it', async () => {
    const { url } = await startBuiltService({});
    const elsewhere = createServer((_request, reply) => reply.setHeader('content-type', 'text/html').end('<p>Hello'));
    elsewhere.listen(0, '127.0.0.1');
    onTestFinished(() => void elsewhere.close());
    await once(elsewhere, 'listening');
    const address = elsewhere.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const browser = await launchChromium();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}`);

    const picture = [...readFileSync(SAMPLE)];
    await page.evaluate(
      async ([to, bytes]) => {
        const body = new FormData();
        body.append('side.high', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'side.high.png');
        // What is answered is kept from the page, as if nothing had come.
        await fetch(`${to}/v1/scans`, { method: 'POST', mode: 'no-cors', body }).catch(() => null);
      },
      [url, picture] as const,
    );
    const answered = async () => sumOf(await readMetrics(url), 'http_request_duration_seconds_count', '"POST"');
    await expect.poll(answered).toBe(1);
    const refused = 'method="POST",route="/v1/scans",status="403"';
    expect(sumOf(await readMetrics(url), 'http_request_duration_seconds_count', refused)).toBe(1);
    expect(await (await fetch(`${url}/v1/scans`)).json()).toMatchObject({ items: [] });
  });
});
