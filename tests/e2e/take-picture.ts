import { mkdir } from 'node:fs/promises';
import { fillPilot, TECHNOLOGIES } from '../../bench/pilot-queries/fill-pilot.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { launchChromium, openConsole, paintedFrame, screenOnPage, textOf } from './browser.ts';
import { startService } from './service.ts';

const FOLDER = 'docs/pictures';
const THREATS = '.sample:has(.is-threat)';

/** Enough that some figures can be told and some not. */
const PILOT_SCANS = 20_000;

async function fillWithPilot(dataDir: string): Promise<void> {
  const records = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false });
  if (!records.ok) throw new Error(records.failure.message);
  await fillPilot(records.value, PILOT_SCANS);
  await records.value.close();
}

// Takes the pictures of the documents: `npm run picture`. It screens the shipped samples with a threat one after the
// other until one alarms, and compares two technologies on a simulated pilot: never a real scan.
const [service, browser] = await Promise.all([startService(fillWithPilot), launchChromium()]);
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

  await page.getByRole('link', { name: 'Compare' }).click();
  await page.locator('body[data-state="ready"]').waitFor();
  await page.locator('select[name=first]').selectOption(TECHNOLOGIES[0]);
  await page.locator('select[name=second]').selectOption(TECHNOLOGIES[1]);
  await page.locator('#comparison[aria-busy="false"] .intervals').first().waitFor();
  await page.setViewportSize({ width: 1280, height: 960 });
  await paintedFrame(page);
  await page.screenshot({ path: `${FOLDER}/comparison.png` });
} finally {
  await browser.close();
  await service.stop();
}
