import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SpeedRatio } from '../../src/performance/speed-ratio.ts';
import { byTurns } from '../by-turns.ts';
import { median } from '../median.ts';
import type { BenchScan } from '../overhead/bench-scans.ts';
import { measureCapacity } from '../overload/drive-loops.ts';
import { sendScan } from '../overload/send-scan.ts';
import { type Service, startService } from '../service.ts';
import { throughputRatio } from '../throughput-ratio.ts';

export interface ScrapingOptions {
  readonly technology: string;
  readonly scan: BenchScan;
  readonly threads: number;
  readonly rounds: number;
  /** Of each stretch. */
  readonly seconds: number;
  /** Far more often than Prometheus asks, so that what it costs can be told from noise. */
  readonly scrapesPerSecond: number;
  readonly onRound?: () => void;
}

/** What it costs a service in full load that Prometheus reads its metrics. */
export interface Scraping {
  readonly scansPerSecond: Readonly<Record<'scraped' | 'left', number>>;
  /** Scraped ÷ left alone. */
  readonly throughput: SpeedRatio;
  readonly scrapesPerSecond: number;
  readonly scrape: { readonly medianMs: number; readonly bytes: number; readonly series: number };
}

/** So many beyond the workers that the places are full, and none is refused. */
const SENDERS_MORE = 2;
const WARM_UP_SECONDS = 5;
/** What Prometheus asks for, exemplars among it. */
const ACCEPT = 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2';

/** One service that is scraped and left alone by turns. */
export async function measureScraping(options: ScrapingOptions): Promise<Scraping> {
  const { technology, scan, threads, rounds } = options;
  const service = await startService({ workers: threads });
  const agent = new Agent({ keepAlive: true });
  try {
    const path = `/v1/scans?technology=${encodeURIComponent(technology)}`;
    const post = { path, contentType: scan.contentType, body: await readFile(scan.path) };
    const drive = (seconds = options.seconds) =>
      measureCapacity(() => sendScan(service.url, post, agent), { senders: threads + SENDERS_MORE, seconds });
    await drive(WARM_UP_SECONDS);
    const scrapes: Scrape[] = [];
    const driveScraped = async () => {
      const scraper = keepScraping(service, options.scrapesPerSecond);
      const rate = await drive();
      scrapes.push(...(await scraper.end()));
      return rate;
    };
    const turns = await byTurns({ first: driveScraped, second: () => drive() }, options);
    return {
      scansPerSecond: {
        scraped: median(turns.map(({ first }) => first)),
        left: median(turns.map(({ second }) => second)),
      },
      throughput: throughputRatio(turns),
      scrapesPerSecond: scrapes.length / (rounds * options.seconds),
      scrape: {
        medianMs: median(scrapes.map(({ ms }) => ms)),
        bytes: median(scrapes.map(({ bytes }) => bytes)),
        series: (await service.metrics()).size,
      },
    };
  } finally {
    agent.destroy();
    await service.stop();
  }
}

interface Scrape {
  readonly ms: number;
  readonly bytes: number;
}

/** Reads the metrics at even distances, one at a time, until it is ended. */
function keepScraping({ url }: Service, perSecond: number): { end(): Promise<readonly Scrape[]> } {
  let isEnding = false;
  const scrapes: Scrape[] = [];
  const running = (async () => {
    let dueAt = performance.now();
    while (!isEnding) {
      const startedAt = performance.now();
      const text = await (await fetch(`${url}/metrics`, { headers: { accept: ACCEPT } })).text();
      scrapes.push({ ms: performance.now() - startedAt, bytes: Buffer.byteLength(text) });
      dueAt = Math.max(dueAt + 1000 / perSecond, performance.now());
      await sleep(dueAt - performance.now());
    }
  })();
  return {
    async end() {
      isEnding = true;
      await running;
      return scrapes;
    },
  };
}
