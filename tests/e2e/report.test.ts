import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/commands/bench/html/report-html.ts';
import { plantedReport } from '../fixtures/bench-report.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { hasChromium, launchChromium } from './browser.ts';

const LOOKS = [
  ['a screen', { width: 1200, media: 'screen', colorScheme: 'light' }, 'rgb(18, 36, 44)'],
  ['a dark screen', { width: 1200, media: 'screen', colorScheme: 'dark' }, 'rgb(228, 238, 242)'],
  ['a telephone', { width: 400, media: 'screen', colorScheme: 'light' }, 'rgb(18, 36, 44)'],
  ['paper, from a dark screen', { width: 690, media: 'print', colorScheme: 'dark' }, 'rgb(0, 0, 0)'],
] as const;

const PAGE = reportHtml(
  plantedReport(['first', 'second', 'third'].map((model, place) => ({ model, skill: 0.9 - 0.2 * place, scanMs: 20 }))),
);

describe.skipIf(!hasChromium)('report.html in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  it.each(LOOKS)('is drawn on %s in its own colours, asks for nothing else and fits', async (_, look, ink) => {
    const { width, media, colorScheme } = look;
    const file = path.join(await temporaryFolder(), 'report.html');
    await writeFile(file, PAGE);
    const url = pathToFileURL(file).href;
    const page = await browser.newPage({ viewport: { width, height: 1000 } });
    await page.emulateMedia({ media, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => {
      if (request.url() !== url) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(url);

    expect(complaints).toEqual([]);
    expect(await page.evaluate<string>('getComputedStyle(document.body).color')).toBe(ink);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.evaluate<number>(`document.querySelector('.line').getTotalLength()`)).toBeGreaterThan(300);
    await page.close();
  });
});
