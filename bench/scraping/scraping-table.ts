import { textTable } from '../../src/commands/text-table.ts';
import type { Scraping } from './scraping.ts';

/** How often Prometheus asks, as `dashboards/prometheus` sets it. */
const PROMETHEUS_SECONDS = 15;

export function scrapingTable({ scansPerSecond, throughput, scrapesPerSecond, scrape }: Scraping): string {
  const table = textTable(
    ['metrics', 'scans/s', 'throughput ÷ left alone [95 %]'],
    [
      [
        `read ${scrapesPerSecond.toFixed(1)} times a second`,
        scansPerSecond.scraped.toFixed(1),
        throughput.state === 'estimated'
          ? rangeOf(throughput.ratio, throughput.bounds, (ratio) => ratio.toFixed(3))
          : `${throughput.needed} rounds say it`,
      ],
      ['left alone', scansPerSecond.left.toFixed(1), '1'],
    ],
  );
  const answer = `An answer has ${scrape.series} series, ${(scrape.bytes / 1000).toFixed(0)} kB, and takes ${scrape.medianMs.toFixed(1)} ms under this load.`;
  if (throughput.state !== 'estimated') return `${table}\n${answer}`;
  const [lower, upper] = throughput.bounds;
  const lost = (ratio: number) => (1 - ratio) / (scrapesPerSecond * PROMETHEUS_SECONDS);
  const loss = rangeOf(lost(throughput.ratio), [lost(upper), lost(lower)], (share) => (100 * share).toFixed(3));
  return `${table}\n${answer}\nOne every ${PROMETHEUS_SECONDS} s, each costing as much as these did, takes ${loss} % of the throughput.`;
}

function rangeOf(value: number, bounds: readonly [number, number], text: (value: number) => string): string {
  return `${text(value)} [${bounds.map(text).join(', ')}]`;
}
