import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportHtml } from '../../src/commands/bench/html/report-html.ts';
import { mergedHtml } from '../../src/commands/merge/html/merged-html.ts';
import { mergeReports } from '../../src/commands/merge/merge-reports.ts';
import { plantedReport } from '../fixtures/bench-report.ts';
import { galleryScan } from '../fixtures/gallery-scan.ts';
import { ALL_SCENARIOS } from '../fixtures/planted-speed.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { hasChromium, launchChromium } from './browser.ts';

const LOOKS = [
  ['a screen', { width: 1200, media: 'screen', colorScheme: 'light' }, 'rgb(18, 36, 44)'],
  ['a dark screen', { width: 1200, media: 'screen', colorScheme: 'dark' }, 'rgb(228, 238, 242)'],
  ['a telephone', { width: 400, media: 'screen', colorScheme: 'light' }, 'rgb(18, 36, 44)'],
  ['paper, from a dark screen', { width: 690, media: 'print', colorScheme: 'dark' }, 'rgb(0, 0, 0)'],
] as const;

const MODELS = ['first', 'second', 'third'].map((model, place) => ({
  ...{ model, skill: 0.9 - 0.2 * place, scanMs: 20 * (1 + place) },
  refusedPerTrain: place === 2 ? 3 : 0,
}));
const REPORT = plantedReport(MODELS, { scenarios: ALL_SCENARIOS });
const MERGED = mergeReports(
  [
    { port: 'Rotterdam', report: REPORT },
    { port: 'Hamburg', report: plantedReport(MODELS, { seed: 4, pairsOfScans: 60, scenarios: ALL_SCENARIOS }) },
  ],
  { id: 'merged', madeAt: '2026-01-02T03:04:05.000Z', scanbench: '0.1.0' },
);
const GALLERY = [
  {
    technology: 'first@onnx-cpu',
    groups: [{ kind: 'miss', total: 9, scans: [await galleryScan(), await galleryScan()] }],
  },
] as const;
const LONG_NAMES = ['patchcore', 'a-name-that-was-given-without-a-thought-of-paper', 'x'.repeat(64)];
const LONG = LONG_NAMES.map((model, place) => ({ model, skill: 0.9 - 0.2 * place, scanMs: 20 }));
const PAGES = [
  ['a report', reportHtml(REPORT)],
  ['a report of long names', reportHtml(plantedReport(LONG, { scenarios: ALL_SCENARIOS }))],
  ['a report with a gallery', reportHtml(REPORT, GALLERY)],
  ['a report of several ports', mergedHtml(valueFrom(MERGED))],
] as const;
const SEEN = PAGES.flatMap(([what, text]) =>
  LOOKS.map(([where, look, ink]) => [what, where, text, look, ink] as const),
);

/** Names whose mark does not stand before their first line, or any line of which stands below the mark. */
const NAMES_OFF_THEIR_MARK = `[...document.querySelectorAll('.keyed')].filter((keyed) => {
  const mark = keyed.querySelector('svg').getBoundingClientRect();
  const [...lines] = keyed.querySelector('span').getClientRects();
  const middle = (mark.top + mark.bottom) / 2;
  return lines.some(({ left }) => left < mark.right) || middle < lines[0].top || middle > lines[0].top + mark.height;
}).map(({ textContent }) => textContent)`;

/** Cells of one number that goes on in a second line. */
const BROKEN_NUMBERS = `[...document.querySelectorAll('td')].filter((cell) => {
  if (cell.children.length > 0 || !/^[\\d.]+$/.test(cell.textContent)) return false;
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
}).map(({ textContent }) => textContent)`;

describe.skipIf(!hasChromium)('report.html in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });

  afterAll(() => browser?.close());

  it.each(SEEN)(
    'shows %s on %s in its own colours, asks for nothing else, fits, breaks no number, and sets marks before names',
    async (_, __, text, look, ink) => {
      const { width, media, colorScheme } = look;
      const file = path.join(await temporaryFolder(), 'report.html');
      await writeFile(file, text);
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
      expect(await page.evaluate<boolean>('[...document.images].every((image) => image.naturalWidth > 0)')).toBe(true);
      expect(await page.evaluate<string>('getComputedStyle(document.body).color')).toBe(ink);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(await page.evaluate<number>(`document.querySelector('figure .line').getTotalLength()`)).toBeGreaterThan(
        300,
      );
      expect(await page.evaluate<readonly string[]>(NAMES_OFF_THEIR_MARK)).toEqual([]);
      expect(await page.evaluate<readonly string[]>(BROKEN_NUMBERS)).toEqual([]);
      await page.close();
    },
  );

  it('leaves room for figures beside however long a name on a telephone, and keeps the name in sight where they scroll', async () => {
    const page = await browser.newPage({ viewport: { width: 375, height: 800 } });
    await page.setContent(reportHtml(plantedReport(LONG, { scenarios: ALL_SCENARIOS })));
    const widest = await page.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('.scroll tbody th')].map(({ offsetWidth }) => offsetWidth))`,
    );
    expect(widest).toBeLessThan(190);
    const moved = await page.evaluate<readonly number[]>(
      `[...document.querySelectorAll('.scroll')].map((box) => {
        box.scrollLeft = 100;
        return box.querySelector('tbody th').getBoundingClientRect().left - box.getBoundingClientRect().left;
      })`,
    );
    expect(new Set(moved)).toEqual(new Set([0]));
    await page.close();
  });

  it('draws twelve technologies so that each can be told from all others, and reads searches across on paper', async () => {
    const models = Array.from({ length: 12 }, (_, place) => ({ model: `model-${place}`, skill: 0.9, scanMs: 20 }));
    const page = await browser.newPage({ viewport: { width: 690, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    await page.setContent(reportHtml(plantedReport(models, { scenarios: ALL_SCENARIOS, pairsOfScans: 30 })));
    for (const [selector, ...properties] of [
      ['.legend .line', 'stroke', 'strokeDasharray'],
      ['.legend .mark', 'fill', 'stroke'],
      ['figure .line', 'stroke', 'strokeDasharray'],
    ] as const) {
      const looks = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll('${selector}')].slice(0, 12).map((drawn) => {
          const style = getComputedStyle(drawn);
          return ${JSON.stringify(properties)}.map((property) => style[property]).join(' ');
        })`,
      );
      expect(new Set(looks).size, selector).toBe(12);
    }
    const uneven = await page.evaluate<number>(
      `[...document.querySelectorAll('td > div:only-of-type, td > div:first-child')].filter((line) => {
        const heights = [...line.closest('tr').querySelectorAll('td > div')].map(({ offsetHeight }) => offsetHeight);
        return new Set(heights).size > 1;
      }).length`,
    );
    expect(uneven).toBe(0);
    await page.close();
  });
});
