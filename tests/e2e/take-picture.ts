import { mkdir } from 'node:fs/promises';
import { launchChromium, openConsole, paintedFrame, screenOnPage, textOf } from './browser.ts';
import { startService } from './service.ts';

const FOLDER = 'docs/pictures';
const THREATS = '.sample:has(.is-threat)';

// Takes the README's picture: `npm run build && node dist/tests/e2e/take-picture.js`. It screens the shipped samples
// with a threat one after the other until one alarms: simulated scans only, never a real one.
const [service, browser] = await Promise.all([startService(), launchChromium()]);
try {
  const { page } = await openConsole(browser, service.url, { colorScheme: 'dark' });
  await screenOnPage(page, () => page.locator('.sample:has(.is-benign)').first().click());
  const count = await page.locator(THREATS).count();
  for (let index = 0; index < count; index++) {
    await screenOnPage(page, () => page.locator(THREATS).nth(index).click());
    if ((await textOf(page, '.verdict-word')) === 'Alarm') break;
  }
  await page.locator('#show-truth').check();
  await page.mouse.move(640, 330);
  await paintedFrame(page);
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: `${FOLDER}/console.png` });
} finally {
  await browser.close();
  await service.stop();
}
