import { textTable } from '../../src/commands/command-line/text-table.ts';
import { boundedText, ratioText } from '../throughput-ratio.ts';
import type { Scraping } from './scraping.ts';

/** How often Prometheus asks, as `dashboards/prometheus` sets it. */
const PROMETHEUS_SECONDS = 15;

export function scrapingTable({ scansPerSecond, throughput, scrapesPerSecond, scrape }: Scraping): string {
  const table = textTable(
    ['metrics', 'scans/s', 'throughput ÷ left alone [95 %]'],
    [
      [`read ${scrapesPerSecond.toFixed(1)} times a second`, scansPerSecond.scraped.toFixed(1), ratioText(throughput)],
      ['left alone', scansPerSecond.left.toFixed(1), '1'],
    ],
  );
  const answer = `An answer has ${scrape.series} series, ${(scrape.bytes / 1000).toFixed(0)} kB, and takes ${scrape.medianMs.toFixed(1)} ms under this load.`;
  if (throughput.state !== 'estimated') return `${table}\n${answer}`;
  const [lower, upper] = throughput.bounds;
  const lostPercent = (ratio: number) => (100 * (1 - ratio)) / (scrapesPerSecond * PROMETHEUS_SECONDS);
  const loss = boundedText(lostPercent(throughput.ratio), [lostPercent(upper), lostPercent(lower)]);
  return `${table}\n${answer}\nOne every ${PROMETHEUS_SECONDS} s, each costing as much as these did, takes ${loss} % of the throughput.`;
}
