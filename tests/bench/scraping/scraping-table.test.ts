import { describe, expect, it } from 'vitest';
import { scrapingTable } from '../../../bench/scraping/scraping-table.ts';

const scrape = { medianMs: 7.25, bytes: 61_400, series: 512 };
const scansPerSecond = { scraped: 95, left: 100 };

describe('scrapingTable', () => {
  it('says what is left of the throughput, and what a scrape at the distance of Prometheus takes of it', () => {
    const throughput = { state: 'estimated', ratio: 0.94, bounds: [0.91, 0.97], pValue: 0.001, rounds: 20 } as const;
    const text = scrapingTable({ scansPerSecond, throughput, scrapesPerSecond: 10, scrape });
    expect(text).toContain('0.940 [0.910, 0.970]');
    expect(text).toContain('An answer has 512 series, 61 kB, and takes 7.3 ms under this load.');
    // 6 % of 150 scrapes is 0.04 % of one; the lower bound of what is left is the upper one of what is lost.
    expect(text).toContain('takes 0.040 [0.020, 0.060] % of the throughput.');
  });

  it('claims nothing of too few rounds', () => {
    const throughput = { state: 'too-few-rounds', rounds: 3, needed: 6 } as const;
    const text = scrapingTable({ scansPerSecond, throughput, scrapesPerSecond: 10, scrape });
    expect(text).toContain('6 rounds say it');
    expect(text).not.toContain('of the throughput');
  });
});
