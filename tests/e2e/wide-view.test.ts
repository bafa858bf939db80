import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { hasChromium, paintedFrame, screenOnPage, textOf } from './browser.ts';
import { consoleSuite } from './console-suite.ts';

/** Wider than a canvas of Chromium may be, as the scan of a train is. */
const WIDTH_PX = 70_000;
const HEIGHT_PX = 200;
/** A dark load at the far end, which no canvas reaches. */
const LOAD = { x: 66_000, width: 2000 };
const AIR = 240;
/** What the stage leaves free beside a view that fits it. */
const MARGIN_PX = 14;

async function trainScan() {
  const samples = new Uint8Array(WIDTH_PX * HEIGHT_PX).fill(AIR);
  for (let y = 0; y < HEIGHT_PX; y++) {
    const row = y * WIDTH_PX;
    samples.fill(20, row + LOAD.x, row + LOAD.x + LOAD.width);
  }
  const png = await encodeGreyPng({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX, bitDepth: 8, samples });
  return { name: 'train.png', mimeType: 'image/png', buffer: Buffer.from(png) };
}

describe.skipIf(!hasChromium)('a view that is wider than a canvas of this browser may be', () => {
  const { open } = consoleSuite();

  /** The line across the middle of the stage as it is painted: red, green, blue, opacity of each pixel. */
  async function paintedLine(page: Page): Promise<readonly (readonly number[])[]> {
    await paintedFrame(page);
    return page.evaluate(
      `(({ width, height }, context) => {
        const { data } = context.getImageData(0, Math.floor(height / 2), width, 1);
        return Array.from({ length: width }, (_, x) => [...data.subarray(4 * x, 4 * x + 4)]);
      })(document.getElementById('scan'), document.getElementById('scan').getContext('2d'))`,
    );
  }

  async function showTrain(page: Page): Promise<void> {
    const scan = await trainScan();
    const reply = await screenOnPage(page, () => page.setInputFiles('#files', scan));
    expect(reply.status()).toBe(201);
  }

  it('is drawn to its last pixel, under what was found in it', async () => {
    const { page, complaints } = await open();
    await showTrain(page);
    await page.locator('#map-opacity').fill('0');
    for (const layer of ['#show-detections', '#show-container']) await page.locator(layer).uncheck();
    const line = await paintedLine(page);
    const pixelOf = (scanX: number) => MARGIN_PX + Math.floor((scanX / WIDTH_PX) * (line.length - 2 * MARGIN_PX));
    for (const airX of [100, LOAD.x - 500, LOAD.x + LOAD.width + 500, WIDTH_PX - 100]) {
      expect(line[pixelOf(airX)], `${airX}`).toEqual([255, 255, 255, 255]);
    }
    expect(line[pixelOf(LOAD.x + LOAD.width / 2)]?.[0]).toBeLessThan(40);
    // Where two tiles meet the ground would shine through a seam.
    const opacities = line.slice(pixelOf(100), pixelOf(WIDTH_PX - 100)).map(([, , , opacity]) => opacity);
    expect(new Set(opacities)).toEqual(new Set([255]));
    expect(complaints).toEqual([]);
  });

  it('is said not to be drawn where the browser has no memory for it, with the findings beside it', async () => {
    const { page } = await open();
    await page.evaluate(
      `document.createElement = ((make) => function (tag, ...rest) {
        const made = make.call(document, tag, ...rest);
        if (tag === 'canvas') made.getContext('2d').putImageData = () => {};
        return made;
      })(document.createElement)`,
    );
    await showTrain(page);
    await expect.poll(() => textOf(page, '#problem')).toContain('no memory left to draw a picture that large');
    expect(await page.locator('.verdict-word').isVisible()).toBe(true);
    expect(await page.locator('#controls').isVisible()).toBe(false);
  });
});
