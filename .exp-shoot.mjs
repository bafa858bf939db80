import { chromium } from 'playwright-core';
const [,, dir, tag] = process.argv;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, colorScheme] of [['light','light'],['dark','dark']]) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme });
  await page.goto(`file://${dir}/report.html`);
  await page.screenshot({ path: `/tmp/stat-exp/${tag}-${name}.png`, fullPage: true });
  if (name==='light') await page.pdf({ path: `/tmp/stat-exp/${tag}.pdf`, format: 'A4', printBackground: true });
  console.log(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]));
  await page.close();
}
await browser.close();
