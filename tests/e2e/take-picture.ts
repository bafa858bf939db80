import { mkdir } from 'node:fs/promises';
import { launchChromium, openConsole, paintedFrame, screenOnPage } from './browser.ts';
import { startService } from './service.ts';

const FOLDER = 'docs/pictures';
/** The simulated sample of the README's picture; another may be named on the command line. */
const sampleId = process.argv[2];

// Takes the README's picture: `npm run build && node dist/tests/e2e/take-picture.js [sample id]`.
const [service, browser] = await Promise.all([startService(), launchChromium()]);
try {
  const { page } = await openConsole(browser, service.url, { colorScheme: 'dark' });
  const sample = sampleId === undefined ? '.sample:has(.is-threat)' : `.sample[title="${sampleId}"]`;
  await screenOnPage(page, () => page.locator('.sample:has(.is-benign)').first().click());
  await screenOnPage(page, () => page.locator(sample).first().click());
  await page.mouse.move(640, 330);
  await paintedFrame(page);
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: `${FOLDER}/console.png` });
} finally {
  await browser.close();
  await service.stop();
}
