import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type ConsolePage, launchChromium, openConsole } from './browser.ts';
import { type Service, startService } from './service.ts';

/** A service and a browser for the tests of a `describe`, which share them; each test has pages of its own. */
export interface ConsoleSuite {
  open(options?: Parameters<typeof openConsole>[2]): Promise<ConsolePage>;
  /** An empty page, for one that is to be told what it is answered before it asks. */
  newPage(): Promise<Page>;
  urlOf(path: string): string;
}

export function consoleSuite(): ConsoleSuite {
  let service: Service;
  let browser: Browser;
  beforeAll(async () => {
    [service, browser] = await Promise.all([startService(), launchChromium()]);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });
  return {
    open: (options = {}) => openConsole(browser, service.url, options),
    newPage: () => browser.newPage(),
    urlOf: (path) => `${service.url}${path}`,
  };
}
