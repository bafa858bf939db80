import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Response } from 'playwright-core';

export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** False where the end-to-end tests must be skipped: install Debian's `chromium`, or name one in `CHROMIUM`. */
export const hasChromium = existsSync(CHROMIUM);

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page of the console with everything that went wrong on it. */
export interface ConsolePage {
  readonly page: Page;
  /** Script errors, console errors and breaches of the content security policy. */
  readonly complaints: readonly string[];
}

/** Opens the console in a fresh profile and waits until its technologies and samples are there. */
export async function openConsole(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (event) => console.error('CSP', event.violatedDirective, event.blockedURI))`,
  );
  await page.goto(url);
  await page.locator('body[data-state="ready"]').waitFor();
  await page.locator('#technologies input:enabled').first().waitFor();
  return { page, complaints };
}

/** Does what starts a screening and waits until its answer is on the screen; gives the reply back. */
export async function screenOnPage(page: Page, start: () => Promise<void>): Promise<Response> {
  const replied = page.waitForResponse((response) => response.url().includes('/v1/scans?') && isPost(response));
  await start();
  const reply = await replied;
  await page.locator('#busy').waitFor({ state: 'hidden' });
  await paintedFrame(page);
  return reply;
}

function isPost(response: Response): boolean {
  return response.request().method() === 'POST';
}

/** Waits until what was asked for has been painted. */
export async function paintedFrame(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))');
}

/** The scan's canvas as it is painted now. */
export async function canvasPixels(page: Page): Promise<string> {
  await paintedFrame(page);
  return page.evaluate<string>(`document.getElementById('scan').toDataURL()`);
}

/** The text of the first element that the selector finds, as it stands in the document. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).first().textContent()) ?? '';
}
