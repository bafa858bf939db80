import { chromium } from 'playwright-core';
const [,, dir, tag, scheme] = process.argv;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, colorScheme: scheme });
await page.goto(`file://${dir}/report.html`);
for (const id of ['speed','pareto','cost','gallery']) { const s = page.locator('section#'+id); if (await s.count()) await s.first().screenshot({ path: `/tmp/stat-exp/${tag}-${id}-${scheme}.png` }); else console.log('no', id); }
console.log(await page.evaluate(() => [...document.querySelectorAll('section')].map((s) => s.id+':'+s.offsetHeight).join(' ')));
await browser.close();
